namespace Adjoint.Optimizers;

/// <summary>How far training has come, for schedules. Everything in it is in a checkpoint, so that a schedule goes on where it was.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="Epochs">Epochs in all.</param>
/// <param name="Losses">The loss of each finished epoch: on the validation data where there are such, else in training.</param>
public readonly record struct TrainingPosition(long Step, long Steps, int Epoch, int Epochs, IReadOnlyList<double> Losses)
{
    /// <summary>The part of training that is done, from 0 to below 1 (1 at its end).</summary>
    public double Progress => Steps > 0 ? (double)Step / Steps : 0;

    /// <summary>A position by its part alone, in training of one long epoch.</summary>
    /// <param name="progress">The part that is done, from 0 to 1.</param>
    public static TrainingPosition At(double progress) => new((long)(progress * 1_000_000), 1_000_000, 0, 1, []);

    /// <summary>Epochs done, with the part of the present one.</summary>
    internal double EpochsDone => Progress * Epochs;

    /// <summary>This position seen from a part of training as if that were all of it.</summary>
    /// <param name="from">Where the part begins, from 0 to below <paramref name="to"/>, as a part of training.</param>
    /// <param name="to">Where it ends, at most 1.</param>
    /// <returns>The position in the part; its start or end where training is before or behind it. Losses are those of the epochs that ended in it.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or does not lie in training.</exception>
    public TrainingPosition Within(double from, double to)
    {
        if (!(from >= 0 && from < to && to <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(from), from, $"A part of training from {from} to {to}: it must begin at 0 or later, end at 1 or before, and not be empty.");
        }

        // The least amount by which a boundary such as 0.1 · 30 may miss a whole number.
        const double Rounding = 1e-9;
        long firstStep = (long)Math.Round(from * Steps), lastStep = Math.Max((long)Math.Round(to * Steps), firstStep);
        int firstEpoch = (int)Math.Floor((from * Epochs) + Rounding), lastEpoch = Math.Max((int)Math.Ceiling((to * Epochs) - Rounding), firstEpoch + 1);
        int epochs = lastEpoch - firstEpoch, epoch = Math.Clamp(Epoch - firstEpoch, 0, epochs);
        IReadOnlyList<double> losses = firstEpoch == 0 && Losses.Count <= epoch ? Losses : [.. Losses.Skip(firstEpoch).Take(epoch)];
        return new TrainingPosition(Math.Clamp(Step, firstStep, lastStep) - firstStep, lastStep - firstStep, epoch, epochs, losses);
    }
}
