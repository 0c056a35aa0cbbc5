using Adjoint.Configuration;
using Adjoint.Optimizers.Schedules;

namespace Adjoint.Optimizers;

/// <summary>The learning rate schedules that a training file may name. Add your own to <see cref="Kinds"/> before reading files that use it.</summary>
public static class ScheduleTable
{
    /// <summary>The kinds, each with its settings.</summary>
    public static KindTable<LearningRateSchedule> Kinds { get; } = Create();

    private static KindTable<LearningRateSchedule> Create()
    {
        KindTable<LearningRateSchedule> kinds = new("schedule", LearningRateSchedule.Constant);
        kinds.Add("constant", "The same rate throughout", _ => LearningRateSchedule.Constant);
        kinds.Add("step", "Drops every few epochs, or at milestones", Step);
        kinds.Add("exponential", "Falls by the same factor in each epoch", settings => new ExponentialSchedule(
            settings.Number("factor", "The factor of an epoch, above 0", null, 0, 1)));
        kinds.Add("cosine", "Half a cosine down", settings => new CosineSchedule(
            Floor(settings, "The last factor"), settings.Number("warm-up", "The part of training spent rising in a straight line first, below 1", 0, 0, 1)));
        kinds.Add("cosine-restarts", "Half cosines down that begin again (Loshchilov and Hutter 2017)", settings => new CosineRestartsSchedule(
            settings.Number("period", "Epochs to the first restart", null, 0.001),
            settings.Number("multiplier", "How many times longer each period is than the one before", 1, 1),
            Floor(settings, "The factor at the end of each period")));
        kinds.Add("warm-up", "A straight rise before another schedule", settings => new WarmUpSchedule(
            settings.Part("schedule", "What follows, in the rest of training", kinds, LearningRateSchedule.Constant),
            settings.Number("part", "The part of training spent rising, above 0 and below 1", null, 0, 1),
            settings.Number("start", "The first factor", 0, 0, 1)));
        kinds.Add("one-cycle", "Up, and then further down (Smith 2018)", settings => new OneCycleSchedule(
            settings.Number("rise", "The part of training spent rising, above 0 and below 1", 0.3, 0, 1),
            settings.Number("start", "The first factor", 0.04, 0, 1),
            settings.Number("end", "The last factor", 4e-6, 0, 1)));
        kinds.Add("plateau", "Drops when the loss falls no further", settings => new PlateauSchedule(
            settings.WholeNumber("patience", "Epochs in a row without progress that are let pass", 10, 0),
            settings.Number("factor", "What a drop multiplies the rate with, above 0 and below 1", 0.1, 0, 1),
            settings.Number("threshold", "How much better than the best, as a part of it, a loss must be to count as progress, below 1", 1e-4, 0, 1),
            settings.WholeNumber("cooldown", "Epochs after a drop that do not count", 0, 0),
            Floor(settings, "The least factor")));
        kinds.Add("sequence", "One schedule after another", settings => new SequenceSchedule(settings.Sections(
            "parts",
            "The schedules in their order",
            part => (part.Part("schedule", "A schedule, as if its share were all of training", kinds), part.Number("share", "Its share of training, beside the others'", 1, 0)))));
        kinds.Add("product", "Several schedules at once, multiplied", settings => new ProductSchedule(
            settings.Parts("schedules", "The schedules", kinds)));
        return kinds;
    }

    private static StepSchedule Step(SettingsReader settings)
    {
        bool isAtMilestones = settings.Has("milestones");
        double factor = settings.Number("factor", "What each drop multiplies the rate with, above 0", 0.1, 0, 1);
        int every = settings.WholeNumber("every", "Epochs between drops; this or milestones", 1, 1);
        IReadOnlyList<double> milestones = settings.Numbers("milestones", "The numbers of epochs after which it drops, ascending; this or every", []);
        if (isAtMilestones == settings.Has("every"))
        {
            throw new ArgumentException("Give either 'every' or 'milestones'.");
        }

        return isAtMilestones ? new StepSchedule([.. milestones.Select(Whole)], factor) : new StepSchedule(every, factor);
    }

    private static int Whole(double number) => number == Math.Floor(number) && Math.Abs(number) <= int.MaxValue
        ? (int)number
        : throw new ArgumentException("Milestones must be whole numbers of epochs.");

    private static double Floor(SettingsReader settings, string description) => settings.Number("floor", description, 0, 0, 1);
}
