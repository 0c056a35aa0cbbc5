using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>
/// Drops when the loss falls no further. Read off the losses of all finished epochs each time, so that nothing need be remembered. An epoch makes progress if its
/// loss is below <c>best − threshold·|best|</c>; after more than <c>patience</c> epochs in a row without, the rate drops, and the next <c>cooldown</c> epochs do not count.
/// A loss that is not a number is no progress.
/// </summary>
public sealed class PlateauSchedule : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="patience">Epochs in a row without progress that are let pass, at least 0.</param>
    /// <param name="factor">What a drop multiplies the rate with, above 0 and below 1.</param>
    /// <param name="threshold">How much better than the best, as a part of it, a loss must be to count as progress, from 0 to below 1.</param>
    /// <param name="cooldown">Epochs after a drop that do not count, at least 0.</param>
    /// <param name="floor">The least factor, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public PlateauSchedule(int patience = 10, double factor = 0.1, double threshold = 1e-4, int cooldown = 0, double floor = 0)
    {
        Settings.Require(patience >= 0, patience, "Patience must be a number of epochs from 0 on.", nameof(patience));
        Settings.Require(factor is > 0 and < 1, factor, "The factor of a drop must be above 0 and below 1.", nameof(factor));
        Settings.RequireShare(threshold, "The threshold", nameof(threshold));
        Settings.Require(cooldown >= 0, cooldown, "Cooldown must be a number of epochs from 0 on.", nameof(cooldown));
        Settings.RequireFactor(floor, "The least factor", nameof(floor));
        (Patience, DropFactor, Threshold, Cooldown, Floor) = (patience, factor, threshold, cooldown, floor);
    }

    /// <summary>Epochs in a row without progress that are let pass.</summary>
    public int Patience { get; }

    /// <summary>What a drop multiplies the rate with.</summary>
    public double DropFactor { get; }

    /// <summary>How much better than the best, as a part of it, a loss must be to count as progress.</summary>
    public double Threshold { get; }

    /// <summary>Epochs after a drop that do not count.</summary>
    public int Cooldown { get; }

    /// <summary>The least factor.</summary>
    public double Floor { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"plateau, factor {DropFactor:R} to {Floor:R}, patience {Patience}, threshold {Threshold:R}, cooldown {Cooldown}");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        double best = double.PositiveInfinity, factor = 1;
        int bad = 0, cooling = 0;
        foreach (double loss in position.Losses)
        {
            if (loss < best && (double.IsInfinity(best) || loss < best - (Threshold * Math.Abs(best))))
            {
                (best, bad) = (loss, 0);
            }
            else
            {
                bad++;
            }

            if (cooling > 0)
            {
                (cooling, bad) = (cooling - 1, 0);
            }

            if (bad > Patience)
            {
                (factor, cooling, bad) = (Math.Max(factor * DropFactor, Floor), Cooldown, 0);
            }
        }

        return factor;
    }
}
