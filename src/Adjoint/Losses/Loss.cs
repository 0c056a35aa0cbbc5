using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Losses;

/// <summary>
/// What training makes small: a scalar of a batch of predictions and their targets, the mean over the samples. Being a mean lets a batch be cut into parts whose losses, weighted by
/// their shares, add up to the batch's.
/// </summary>
public abstract class Loss
{
    /// <summary>The name in reports and checkpoints.</summary>
    public abstract string Name { get; }

    /// <summary>Mean over all entries of the squared difference, ‖p̂ − t‖² / n.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredError();

    /// <summary>The loss as an expression.</summary>
    /// <param name="prediction">Batch × output shape.</param>
    /// <param name="target">Batch × target shape.</param>
    /// <returns>A scalar: the mean over the samples of the batch.</returns>
    /// <exception cref="ShapeException">Prediction and target do not fit.</exception>
    public abstract Expr Build(Expr prediction, Expr target);

    /// <summary>Checks that predictions and targets have one shape.</summary>
    /// <param name="prediction">Batch × output shape.</param>
    /// <param name="target">Batch × target shape.</param>
    protected static void RequireSameShape(Expr prediction, Expr target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Shape != target.Shape)
        {
            throw new ShapeException(
                $"The model gives {prediction.Shape[1..]} for each sample and the target is {target.Shape[1..]}: change the model's boundary or crop the target.");
        }
    }
}

/// <summary>Mean squared error: <c>‖p − t‖² / n</c> over the n entries. Its gradient is <c>2 (p − t) / n</c>.</summary>
public sealed class MeanSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "mean squared error";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target)
    {
        RequireSameShape(prediction, target);
        return Expressions.Mean(Expressions.Square(prediction - target));
    }
}

/// <summary>Squared error summed over a sample's entries, then averaged over the samples: <c>‖p − t‖² / batch</c>.</summary>
public sealed class SumSquaredError : Loss
{
    /// <inheritdoc/>
    public override string Name => "squared error";

    /// <inheritdoc/>
    public override Expr Build(Expr prediction, Expr target)
    {
        RequireSameShape(prediction, target);
        return Expressions.SumOfSquares(prediction - target) * (1.0 / Math.Max(1, prediction.Shape[0]));
    }
}
