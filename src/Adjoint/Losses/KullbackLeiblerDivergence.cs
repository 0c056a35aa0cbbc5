using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Losses;

/// <summary>
/// How far a predicted distribution is from the target's: <c>Σₖ tₖ log(tₖ / pₖ)</c> along the last axis, averaged over samples and pixels (Kullback and Leibler 1951, equation 2.2). The
/// prediction is logits z, p being softmax(z); logarithms of probabilities are such logits too. Zero where the two agree. Its gradient is <c>(p − t) / n</c> where t sums to 1.
/// </summary>
/// <remarks>It is the cross-entropy less the target's own entropy. Where the target is 0 an entry counts as nothing.</remarks>
public sealed class KullbackLeiblerDivergence : Loss
{
    /// <inheritdoc/>
    public override string Name => "kullback-leibler";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        RequireClasses(prediction, target);
        Expr entropies = Expressions.Sum(new ProductWithLog().Apply(target, target), [-1]);
        return Expressions.Mean(Weighted(entropies + Expressions.CrossEntropyOfRows(prediction, target), weights));
    }
}
