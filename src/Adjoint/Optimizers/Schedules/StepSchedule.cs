using System.Globalization;

namespace Adjoint.Optimizers.Schedules;

/// <summary>Drops in steps: <c>γᵈ</c> after d drops, which come every few epochs or after given ones.</summary>
public sealed class StepSchedule : LearningRateSchedule
{
    private readonly int _every;

    /// <summary>Makes a schedule that drops at regular distances.</summary>
    /// <param name="every">Epochs between drops, at least 1.</param>
    /// <param name="factor">γ, above 0 and at most 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public StepSchedule(int every, double factor = 0.1)
    {
        Settings.Require(every >= 1, every, "There must be at least 1 epoch between drops.", nameof(every));
        RequireDrop(factor);
        (_every, Milestones, DropFactor) = (every, [], factor);
    }

    /// <summary>Makes a schedule that drops after given epochs.</summary>
    /// <param name="milestones">The numbers of finished epochs at which it drops; at least one, each at least 1, ascending.</param>
    /// <param name="factor">γ, above 0 and at most 1.</param>
    /// <exception cref="ArgumentException">There is no milestone, or they do not ascend from 1 on.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="factor"/> is out of its range.</exception>
    public StepSchedule(IReadOnlyList<int> milestones, double factor = 0.1)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        RequireDrop(factor);
        (Milestones, DropFactor) = ([.. milestones], factor);
        if (Milestones.Count == 0)
        {
            throw new ArgumentException("A schedule of zero steps: give at least one epoch at which the rate drops.", nameof(milestones));
        }

        int last = 0;
        foreach (int milestone in Milestones)
        {
            last = milestone > last
                ? milestone
                : throw new ArgumentException($"The epochs at which the rate drops must be at least 1 and ascend, not {milestone} after {last}.", nameof(milestones));
        }
    }

    /// <summary>The numbers of finished epochs at which it drops; empty if it does so at regular distances.</summary>
    public IReadOnlyList<int> Milestones { get; }

    /// <summary>γ, what each drop multiplies the rate with.</summary>
    public double DropFactor { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"step, factor {DropFactor:R}, {(_every > 0 ? $"every {_every}" : $"at {string.Join(' ', Milestones)}")}");

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        int epoch = position.Epoch;
        return Math.Pow(DropFactor, _every > 0 ? epoch / _every : Milestones.Count(milestone => milestone <= epoch));
    }

    private static void RequireDrop(double factor) => Settings.Require(factor is > 0 and <= 1, factor, "The factor of a drop must be above 0 and at most 1.", nameof(factor));
}
