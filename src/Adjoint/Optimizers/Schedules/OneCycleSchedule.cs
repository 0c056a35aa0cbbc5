using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>
/// One cycle (Smith 2018, "A disciplined approach to neural network hyper-parameters", section 4.1): up to the full rate and then down far below where it began.
/// Both ways are half cosines, as fast.ai and PyTorch have them, where the paper draws straight lines.
/// </summary>
public sealed class OneCycleSchedule : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="rise">The part of training spent rising, above 0 and below 1.</param>
    /// <param name="start">The first factor, from 0 to 1.</param>
    /// <param name="end">The last factor, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public OneCycleSchedule(double rise = 0.3, double start = 0.04, double end = 4e-6)
    {
        Settings.RequirePart(rise, "The part spent rising", nameof(rise));
        Settings.RequireFactor(start, "The first factor", nameof(start));
        Settings.RequireFactor(end, "The last factor", nameof(end));
        (Rise, Start, End) = (rise, start, end);
    }

    /// <summary>The part of training spent rising.</summary>
    public double Rise { get; }

    /// <summary>The first factor.</summary>
    public double Start { get; }

    /// <summary>The last factor.</summary>
    public double End { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"one-cycle from {Start:R} to {End:R}, rise {Rise:R}");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        double progress = position.Progress;
        return progress < Rise ? CosineSchedule.Between(Start, 1, progress / Rise) : CosineSchedule.Between(1, End, (progress - Rise) / (1 - Rise));
    }
}
