using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Losses;

/// <summary>
/// The cross-entropy of a yes or no for each entry, <c>−t log σ(z) − (1 − t) log(1 − σ(z))</c>, averaged over the entries. The prediction is logits z, the target 0 … 1. It is
/// computed as <c>log(1 + eᶻ) − t z</c>, which neither overflows nor takes the logarithm of zero. Its gradient is <c>(σ(z) − t) / n</c>.
/// </summary>
public sealed class BinaryCrossEntropy : Loss
{
    /// <inheritdoc/>
    public override string Name => "binary cross-entropy";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        RequireSameShape(prediction, target);
        return Expressions.Mean(Weighted(Expressions.Softplus(prediction) - (target * prediction), weights));
    }
}
