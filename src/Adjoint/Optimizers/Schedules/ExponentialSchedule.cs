using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>Falls by the same factor in each epoch, smoothly: <c>γᵉ</c> after e epochs, parts of them included.</summary>
public sealed class ExponentialSchedule : LearningRateSchedule
{
    /// <summary>Makes the schedule.</summary>
    /// <param name="factor">γ, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is out of its range.</exception>
    public ExponentialSchedule(double factor)
    {
        Settings.Require(factor is > 0 and <= 1, factor, "The factor of an epoch must be above 0 and at most 1.", nameof(factor));
        EpochFactor = factor;
    }

    /// <summary>γ, the factor of an epoch.</summary>
    public double EpochFactor { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"exponential, factor {EpochFactor:R}");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position) => Math.Pow(EpochFactor, position.EpochsDone);
}
