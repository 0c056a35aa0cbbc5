namespace Adjoint.Training;

/// <summary>
/// The parting of the learning curves: from some epoch on the model learns its training samples by heart. Maximum likelihood does so where samples are few for the parameters; what helps is a prior, or to stop.
/// </summary>
/// <param name="Epoch">The epoch with the smallest validation loss, from 1; the curves part after it.</param>
/// <param name="ValidationLoss">The validation loss then.</param>
/// <param name="LaterValidationLoss">The mean validation loss of the last epochs looked at.</param>
/// <param name="TrainingLoss">The training loss at <paramref name="Epoch"/>.</param>
/// <param name="LaterTrainingLoss">The mean training loss of the last epochs looked at, which is smaller.</param>
public sealed record Overfitting(int Epoch, double ValidationLoss, double LaterValidationLoss, double TrainingLoss, double LaterTrainingLoss)
{
    /// <summary>A rise of less than this part is noise.</summary>
    public const double LeastRise = 0.02;

    /// <summary>The last epochs that are averaged, so that one unlucky epoch does not count.</summary>
    private const int Last = 3;

    /// <summary>By how much the validation loss has risen, as a part of what it was.</summary>
    public double Rise => (LaterValidationLoss / ValidationLoss) - 1;

    /// <summary>
    /// Looks whether the validation loss has turned up while the training loss went on falling. The last epochs after the best one, three of them if there are as many and at least two, must on average lie above the
    /// best validation loss by more than <see cref="LeastRise"/> and more than that loss jumps about from epoch to epoch, and their training loss on average below that of the best epoch.
    /// </summary>
    /// <param name="history">The learning curves; losses are above 0.</param>
    /// <param name="standardError">The standard error of the validation loss, if it is known: a rise within it may be chance in the choice of the validation samples and does not count.</param>
    /// <returns>Where the curves part, or nothing if they do not or there are no validation losses.</returns>
    public static Overfitting? Find(TrainingHistory history, double standardError = 0)
    {
        ArgumentNullException.ThrowIfNull(history);
        EpochResult[] epochs = [.. history.Epochs.Where(epoch => epoch.ValidationLoss is not null)];
        if (epochs.Length == 0)
        {
            return null;
        }

        EpochResult best = epochs.MinBy(epoch => epoch.ValidationLoss!.Value);
        EpochResult[] after = [.. epochs.Where(epoch => epoch.Epoch > best.Epoch).TakeLast(Last)];
        if (after.Length < 2)
        {
            return null;
        }

        double smallest = best.ValidationLoss!.Value;
        double validation = after.Average(epoch => epoch.ValidationLoss!.Value), training = after.Average(epoch => epoch.Loss);
        bool turned = validation > smallest * (1 + LeastRise) && validation - smallest > Math.Max(standardError, Jitter(epochs, best.Epoch));
        return turned && training < best.Loss ? new Overfitting(best.Epoch, smallest, validation, best.Loss, training) : null;
    }

    /// <summary>
    /// How much the validation loss jumps about a straight line after its minimum: the root mean square of second differences, over √6, which is the standard deviation of independent noise about a line.
    /// </summary>
    private static double Jitter(EpochResult[] epochs, int best)
    {
        double[] losses = [.. epochs.Where(epoch => epoch.Epoch >= best).Select(epoch => epoch.ValidationLoss!.Value)];
        double[] bends = [.. Enumerable.Range(1, losses.Length - 2).Select(i => losses[i - 1] - (2 * losses[i]) + losses[i + 1])];
        return Math.Sqrt(bends.Average(bend => bend * bend) / 6);
    }
}
