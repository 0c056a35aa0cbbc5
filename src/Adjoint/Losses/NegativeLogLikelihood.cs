using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Losses;

/// <summary>
/// The negative logarithm of what the right classes are given: <c>−Σₖ tₖ log pₖ</c> along the last axis, averaged over samples and pixels. The prediction is probabilities, as a softmax
/// gives them; for logits the cross-entropy is exact where this one overflows.
/// </summary>
/// <remarks>Where the target is 0 an entry counts as nothing. A probability of 0 where the target is above 0 makes the loss infinite.</remarks>
public sealed class NegativeLogLikelihood : Loss
{
    /// <inheritdoc/>
    public override string Name => "negative log likelihood";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        RequireClasses(prediction, target);
        return Expressions.Mean(Weighted(-Expressions.Sum(new ProductWithLog().Apply(target, prediction), [-1]), weights));
    }
}
