using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;

namespace Adjoint.Losses;

/// <summary>
/// The negative logarithm of what the right classes are given: <c>−Σₖ tₖ log pₖ</c> along the last axis, averaged over samples and pixels. The prediction is probabilities, as a softmax
/// gives them; the target is a distribution over the classes, or the right class's number, from 0, in an array without the axis of classes.
/// </summary>
/// <remarks>Where a softmax is seen to give the probabilities, the cross-entropy of its logits is computed instead, which is the same and neither overflows nor cancels. Where the target is 0 an entry counts as nothing. A probability of 0 where the target is above 0 makes the loss infinite.</remarks>
public sealed class NegativeLogLikelihood : Loss
{
    /// <inheritdoc/>
    public override string Name => "negative log likelihood";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        Expr shares = ClassShares(prediction, target);
        Expr rows = prediction is Application { Primitive: Softmax softmax } node && softmax.Axis == prediction.Shape.Rank - 1
            ? Expressions.CrossEntropyOfRows(node.Arguments[0], shares)
            : -Expressions.Sum(new ProductWithLog().Apply(shares, prediction), [-1]);
        return Expressions.Mean(Weighted(rows, weights));
    }
}
