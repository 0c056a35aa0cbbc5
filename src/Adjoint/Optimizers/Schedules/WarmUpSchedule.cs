using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>
/// Rises in a straight line to where another schedule begins, and follows that for the rest of training, as if the rest were all of it (Goyal et al. 2017, section 2.2).
/// The first steps of a model are still erratic; small rates keep them from doing harm.
/// </summary>
public sealed class WarmUpSchedule : LearningRateSchedule
{
    private readonly LearningRateSchedule _inner;

    /// <summary>Makes the schedule.</summary>
    /// <param name="inner">What follows.</param>
    /// <param name="part">The part of training spent rising, above 0 and below 1.</param>
    /// <param name="start">What the first factor of the other schedule is multiplied with at the very start, from 0 to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public WarmUpSchedule(LearningRateSchedule inner, double part, double start = 0)
    {
        ArgumentNullException.ThrowIfNull(inner);
        Settings.RequirePart(part, "The part spent rising", nameof(part));
        Settings.RequireFactor(start, "The first factor", nameof(start));
        (_inner, Part, Start) = (inner, part, start);
    }

    /// <summary>The part of training spent rising.</summary>
    public double Part { get; }

    /// <summary>What the other schedule's first factor is multiplied with at the very start.</summary>
    public double Start { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"warm-up {Part:R} from {Start:R}, then {_inner.Description}");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        double risen = Math.Min(position.Progress / Part, 1);
        return (Start + ((1 - Start) * risen)) * _inner.Factor(position.Within(Part, 1));
    }
}
