using Adjoint.Optimizers.Schedules;

namespace Adjoint.Optimizers;

/// <summary>
/// How the learning rate changes in the course of training. A schedule is a function of the position alone and holds no state, so that training
/// which goes on from a checkpoint has the same rates as training that was never stopped.
/// </summary>
public abstract class LearningRateSchedule
{
    /// <summary>The same rate throughout.</summary>
    public static LearningRateSchedule Constant { get; } = new ConstantSchedule();

    /// <summary>Name and settings, which a checkpoint compares.</summary>
    public abstract string Description { get; }

    /// <summary>Half a cosine down; see <see cref="CosineSchedule"/>.</summary>
    /// <param name="floor">The last factor, from 0 to 1.</param>
    /// <param name="warmUp">The part of training spent rising, from 0 to below 1.</param>
    public static LearningRateSchedule Cosine(double floor = 0, double warmUp = 0) => new CosineSchedule(floor, warmUp);

    /// <summary>Cosines that begin again; see <see cref="CosineRestartsSchedule"/>.</summary>
    /// <param name="period">Epochs of the first cosine, at least a thousandth.</param>
    /// <param name="multiplier">How many times longer each is than the one before, at least 1.</param>
    /// <param name="floor">The factor at the end of each, from 0 to 1.</param>
    public static LearningRateSchedule CosineRestarts(double period, double multiplier = 1, double floor = 0) => new CosineRestartsSchedule(period, multiplier, floor);

    /// <summary>A drop every few epochs; see <see cref="StepSchedule"/>.</summary>
    /// <param name="every">Epochs between drops, at least 1.</param>
    /// <param name="factor">What each multiplies the rate with, above 0 and at most 1.</param>
    public static LearningRateSchedule Drop(int every, double factor = 0.1) => new StepSchedule(every, factor);

    /// <summary>A drop at each of some epochs; see <see cref="StepSchedule"/>.</summary>
    /// <param name="milestones">The numbers of epochs after which it drops, ascending.</param>
    /// <param name="factor">What each multiplies the rate with, above 0 and at most 1.</param>
    public static LearningRateSchedule DropAt(IReadOnlyList<int> milestones, double factor = 0.1) => new StepSchedule(milestones, factor);

    /// <summary>The same factor each epoch; see <see cref="ExponentialSchedule"/>.</summary>
    /// <param name="factor">The factor of an epoch, above 0 and at most 1.</param>
    public static LearningRateSchedule Exponential(double factor) => new ExponentialSchedule(factor);

    /// <summary>Up and then further down; see <see cref="OneCycleSchedule"/>.</summary>
    /// <param name="rise">The part of training spent rising, above 0 and below 1.</param>
    /// <param name="start">The first factor, from 0 to 1.</param>
    /// <param name="end">The last factor, from 0 to 1.</param>
    public static LearningRateSchedule OneCycle(double rise = 0.3, double start = 0.04, double end = 4e-6) => new OneCycleSchedule(rise, start, end);

    /// <summary>A drop whenever the loss falls no further; see <see cref="PlateauSchedule"/>.</summary>
    /// <param name="patience">Epochs without progress that are let pass, at least 0.</param>
    /// <param name="factor">What a drop multiplies the rate with, above 0 and below 1.</param>
    /// <param name="threshold">How much better than the best, as a part of it, a loss must be to count as progress, from 0 to below 1.</param>
    /// <param name="cooldown">Epochs after a drop that do not count, at least 0.</param>
    /// <param name="floor">The least factor, from 0 to 1.</param>
    public static LearningRateSchedule Plateau(int patience = 10, double factor = 0.1, double threshold = 1e-4, int cooldown = 0, double floor = 0) =>
        new PlateauSchedule(patience, factor, threshold, cooldown, floor);

    /// <summary>A straight rise before another schedule; see <see cref="WarmUpSchedule"/>.</summary>
    /// <param name="schedule">What follows, in the rest of training.</param>
    /// <param name="part">The part of training spent rising, above 0 and below 1.</param>
    /// <param name="start">The first factor, from 0 to 1.</param>
    public static LearningRateSchedule WarmUp(LearningRateSchedule schedule, double part, double start = 0) => new WarmUpSchedule(schedule, part, start);

    /// <summary>One schedule after another; see <see cref="SequenceSchedule"/>.</summary>
    /// <param name="parts">Each schedule with its share of training, which is positive; the shares need not add up to 1.</param>
    public static LearningRateSchedule Sequence(params IReadOnlyList<(LearningRateSchedule Schedule, double Share)> parts) => new SequenceSchedule(parts);

    /// <summary>Several schedules at once; see <see cref="ProductSchedule"/>.</summary>
    /// <param name="schedules">Those whose factors are multiplied; at least one.</param>
    public static LearningRateSchedule Product(params IReadOnlyList<LearningRateSchedule> schedules) => new ProductSchedule(schedules);

    /// <summary>The factor of the learning rate.</summary>
    /// <param name="position">How far training has come.</param>
    public abstract double Factor(in TrainingPosition position);
}
