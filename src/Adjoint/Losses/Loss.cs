using System.Globalization;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Losses;

/// <summary>
/// What training makes small: a scalar of a batch of predictions and their targets, the mean over the samples. Being a mean lets a batch be cut into parts whose losses, weighted by
/// their shares, add up to the batch's.
/// </summary>
public abstract class Loss
{
    /// <summary>The name in reports and checkpoints, with the settings that change its value.</summary>
    public abstract string Name { get; }

    /// <summary>Mean over all entries of the squared difference, ‖p̂ − t‖² / n.</summary>
    public static Loss MeanSquaredError { get; } = new MeanSquaredError();

    /// <summary>The loss as an expression.</summary>
    /// <param name="prediction">Batch × output shape.</param>
    /// <param name="target">Batch × target shape.</param>
    /// <param name="weights">
    /// What each entry's loss (or each sample's or pixel's, where a loss sums over classes) is multiplied with: batch × a shape that broadcasts to the losses', where axes that are
    /// missing at the end count as 1; so batch alone gives each sample a weight. A mask is weights of 0 and 1. The mean is still over all of them, so that weights of 0 make the loss
    /// smaller: <c>Σ w ℓ / n</c>. Nothing for weights of 1.
    /// </param>
    /// <returns>A scalar: the mean over the samples of the batch.</returns>
    /// <exception cref="ShapeException">Prediction, target and weights do not fit.</exception>
    public abstract Expr Build(Expr prediction, Expr target, Expr? weights = null);

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

    /// <summary>Checks that predictions and targets are classes along the last axis, of one shape.</summary>
    /// <param name="prediction">Batch × … × classes.</param>
    /// <param name="target">The same shape.</param>
    /// <returns>How many classes there are.</returns>
    protected static int RequireClasses(Expr prediction, Expr target)
    {
        RequireSameShape(prediction, target);
        return prediction.Shape.Rank > 1 && prediction.Shape[^1] > 0
            ? prediction.Shape[^1]
            : throw new ShapeException($"Predictions of {prediction.Shape} have no classes: they are batch × classes, or batch × height × width × classes.");
    }

    /// <summary>
    /// Targets as distributions over the classes: as they are where they have the predictions' shape; one-hot where they are labels, whole numbers from 0, in the same shape less the last
    /// axis. Labels that are no classes are an error when the loss is computed.
    /// </summary>
    /// <param name="prediction">Batch × … × classes.</param>
    /// <param name="target">The same shape, or batch × ….</param>
    /// <returns>Targets of the predictions' shape.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    protected static Expr ClassShares(Expr prediction, Expr target)
    {
        ArgumentNullException.ThrowIfNull(prediction);
        ArgumentNullException.ThrowIfNull(target);
        if (prediction.Shape.Rank > 1 && prediction.Shape[^1] > 0 && target.Shape == prediction.Shape[..^1])
        {
            return Expressions.OneHot(target, prediction.Shape[^1]);
        }

        RequireClasses(prediction, target);
        return target;
    }

    /// <summary>The entries' losses times their weights.</summary>
    /// <param name="entries">A loss for each entry, or for each sample.</param>
    /// <param name="weights">The weights, or nothing.</param>
    /// <exception cref="ShapeException">The weights do not broadcast to the entries.</exception>
    protected static Expr Weighted(Expr entries, Expr? weights)
    {
        ArgumentNullException.ThrowIfNull(entries);
        if (weights is null)
        {
            return entries;
        }

        int given = weights.Shape.Rank, wanted = entries.Shape.Rank;
        while (given > wanted && weights.Shape[given - 1] == 1)
        {
            given--;
        }

        // The batch is the first axis of both, so that they are matched from the front.
        Shape shape = [.. weights.Shape[..given], .. Shape.Uniform(1, Math.Max(0, wanted - given))];
        bool fits = given <= wanted && Enumerable.Range(0, wanted).All(axis => shape[axis] == 1 || shape[axis] == entries.Shape[axis]);
        return fits
            ? entries * (shape == weights.Shape ? weights : Expressions.Reshape(weights, shape))
            : throw new ShapeException(string.Create(CultureInfo.InvariantCulture, $"Weights of {weights.Shape} do not fit losses of {entries.Shape}: give one for each, or one for each sample."));
    }

    /// <summary>The sum over all entries, divided by the number of samples.</summary>
    /// <param name="entries">Batch × anything.</param>
    protected static Expr SumPerSample(Expr entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        return Expressions.Sum(entries) * (1.0 / Math.Max(1, entries.Shape[0]));
    }
}
