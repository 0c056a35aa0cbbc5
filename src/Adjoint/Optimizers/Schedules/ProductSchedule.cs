namespace Adjoint.Optimizers.Schedules;

/// <summary>Several schedules at once: the product of their factors.</summary>
public sealed class ProductSchedule : LearningRateSchedule
{
    private readonly LearningRateSchedule[] _schedules;

    /// <summary>Makes the schedule.</summary>
    /// <param name="schedules">Those whose factors are multiplied; at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public ProductSchedule(params IReadOnlyList<LearningRateSchedule> schedules)
    {
        ArgumentNullException.ThrowIfNull(schedules);
        if (schedules.Count == 0)
        {
            throw new ArgumentException("A product of zero schedules: give at least one.", nameof(schedules));
        }

        foreach (LearningRateSchedule schedule in schedules)
        {
            ArgumentNullException.ThrowIfNull(schedule, nameof(schedules));
        }

        _schedules = [.. schedules];
    }

    /// <inheritdoc/>
    public override string Description => $"product ({string.Join("; ", _schedules.Select(schedule => schedule.Description))})";

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position)
    {
        double product = 1;
        foreach (LearningRateSchedule schedule in _schedules)
        {
            product *= schedule.Factor(position);
        }

        return product;
    }
}
