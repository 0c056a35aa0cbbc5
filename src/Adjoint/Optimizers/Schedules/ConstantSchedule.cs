namespace Adjoint.Optimizers.Schedules;

/// <summary>The same rate throughout: the factor is 1.</summary>
public sealed class ConstantSchedule : LearningRateSchedule
{
    /// <inheritdoc/>
    public override string Description => "constant";

    /// <inheritdoc/>
    public override double Factor(in TrainingPosition position) => 1;
}
