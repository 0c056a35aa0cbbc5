using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Losses;

/// <summary>Squared error summed over a sample's entries, then averaged over the samples: <c>‖p − t‖² / batch</c>.</summary>
public sealed class SumSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "squared error";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target, Expr? weights = null)
    {
        RequireSameShape(prediction, target);
        return SumPerSample(Weighted(Expressions.Square(prediction - target), weights));
    }
}
