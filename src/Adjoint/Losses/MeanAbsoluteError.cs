using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Losses;

/// <summary>Mean absolute error, also called L1: <c>Σ |p − t| / n</c> over the n entries. Its gradient is <c>sign(p − t) / n</c>, 0 where they are equal.</summary>
public sealed class MeanAbsoluteError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean absolute error";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        RequireSameShape(prediction, target);
        return Expressions.Mean(Weighted(Expressions.Abs(prediction - target), weights));
    }
}
