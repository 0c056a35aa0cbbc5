using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Losses;

/// <summary>Mean squared error: <c>‖p − t‖² / n</c> over the n entries. Its gradient is <c>2 (p − t) / n</c>.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean squared error";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        RequireSameShape(prediction, target);
        return Expressions.Mean(Weighted(Expressions.Square(prediction - target), weights));
    }
}
