using Adjoint.Optimizers;
using static Adjoint.Optimizers.LearningRateSchedule;

namespace Adjoint.Tests.Optimizers;

/// <summary>Every schedule at points computed by hand from its formula, and by the laws that all schedules keep.</summary>
public sealed class ScheduleTests
{
    private const int StepsAnEpoch = 20, Epochs = 10;

    /// <summary>A schedule in training of 10 epochs of 20 steps, and its factors after some steps.</summary>
    public sealed record Entry(string Name, LearningRateSchedule Schedule, params (int Step, double Factor)[] Expected)
    {
        public override string ToString() => Name;
    }

    public static TheoryData<Entry> Table => [.. Entries];

    private static readonly Entry[] Entries =
    [
        new("constant", Constant, (0, 1), (133, 1)),
        new("cosine", Cosine(0.1), (0, 1), (100, 0.55), (50, 0.1 + (0.45 * (1 + Math.Sqrt(0.5)))), (200, 0.1)),
        new("cosine after a rise", Cosine(0, 0.2), (0, 0), (20, 0.5), (40, 1), (120, 0.5), (200, 0)),
        new("cosine after a rise from a floor", Cosine(0.5, 0.5), (0, 0.5), (50, 0.75), (100, 1), (150, 0.75)),
        new("drop every 3 epochs", Drop(3, 0.5), (0, 1), (59, 1), (60, 0.5), (119, 0.5), (120, 0.25), (199, 0.125)),
        new("drop at milestones", DropAt([2, 7], 0.1), (39, 1), (40, 0.1), (139, 0.1), (140, 0.01)),
        new("exponential", Exponential(0.25), (0, 1), (10, 0.5), (20, 0.25), (40, 0.0625)),
        new("restarts", CosineRestarts(2, 1, 0.2), (0, 1), (20, 0.6), (40, 1), (60, 0.6), (160, 1), (180, 0.6)),
        new("restarts, each twice as long", CosineRestarts(1, 2), (0, 1), (10, 0.5), (20, 1), (40, 0.5), (60, 1), (100, 0.5), (140, 1), (180, 0.5 * (1 + Math.Cos(Math.PI / 4)))),
        new("restarts, each ten times as long", CosineRestarts(0.5, 10), (0, 1), (5, 0.5), (10, 1), (60, 0.5), (110, 1)),
        new("one cycle", OneCycle(0.25, 0.2, 0), (0, 0.2), (25, 0.6), (50, 1), (125, 0.5), (200, 0)),
        new("warm-up", WarmUp(Cosine(), 0.2), (0, 0), (10, 0.25), (20, 0.5), (40, 1), (120, 0.5), (200, 0)),
        new("warm-up from a tenth", WarmUp(Constant, 0.5, 0.1), (0, 0.1), (50, 0.55), (100, 1), (170, 1)),
        new("warm-up before drops", WarmUp(Drop(4, 0.5), 0.2), (0, 0), (40, 1), (119, 1), (120, 0.5)),
        new("sequence", Sequence((Cosine(0.5), 1), (Constant, 1), (Drop(2, 0.1), 2)), (0, 1), (25, 0.75), (49, 0.5 + (0.25 * (1 + Math.Cos(Math.PI * 49 / 50)))), (50, 1), (99, 1), (100, 1), (140, 0.1), (180, 0.01)),
        new("product", Product(Cosine(), Drop(5, 0.1), Constant), (0, 1), (50, 0.5 * (1 + Math.Sqrt(0.5))), (100, 0.05)),

        // Losses 10, 9, 8, 8, 8, 8, 8, 8, 8, 8: three epochs of progress, then drops after each third without.
        new("plateau", Plateau(2, 0.5, 0, 0), (0, 1), (100, 1), (119, 1), (120, 0.5), (179, 0.5), (180, 0.25)),
        new("plateau without patience", Plateau(0, 0.5, 0, 0, 0.2), (60, 1), (80, 0.5), (100, 0.25), (120, 0.2), (199, 0.2)),
        new("plateau with cooldown", Plateau(0, 0.5, 0, 2), (60, 1), (80, 0.5), (100, 0.5), (120, 0.5), (140, 0.25)),
        new("plateau with a threshold", Plateau(0, 0.5, 0.105), (20, 1), (40, 0.5), (60, 0.5), (80, 0.25)),
        new("plateau after a rise", WarmUp(Plateau(1, 0.5, 0), 0.3), (30, 0.5), (60, 1), (99, 1), (100, 1), (120, 0.5)),
    ];

    private static readonly double[] _losses = [10, 9, 8, 8, 8, 8, 8, 8, 8, 8];

    [Theory]
    [MemberData(nameof(Table))]
    public void Follows_its_formula(Entry entry) =>
        Assert.All(entry.Expected, expected => Assert.Equal(expected.Factor, entry.Schedule.Factor(At(expected.Step)), 1e-12));

    [Theory]
    [MemberData(nameof(Table))]
    public void Factors_are_numbers_from_0_to_1(Entry entry)
    {
        for (int step = 0; step <= StepsAnEpoch * Epochs; step++)
        {
            double factor = entry.Schedule.Factor(At(step));
            Assert.True(factor is >= 0 and <= 1, $"{factor} after {step} steps");
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Resumed_training_has_the_same_rates(Entry entry)
    {
        // Backwards, so that memory of an earlier call would show.
        double[] forwards = [.. Enumerable.Range(0, 201).Select(step => entry.Schedule.Factor(At(step)))];
        for (int step = 200; step >= 0; step--)
        {
            Assert.Equal(forwards[step], entry.Schedule.Factor(At(step)));
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Training_of_no_or_odd_length_has_rates(Entry entry)
    {
        foreach ((long steps, int epochs) in new[] { (0L, 0), (1L, 1), (3L, 1), (7L, 7), (long.MaxValue / 4, int.MaxValue) })
        {
            foreach (long step in new[] { 0, steps / 2, steps })
            {
                double factor = entry.Schedule.Factor(new TrainingPosition(step, steps, (int)(steps == 0 ? 0 : (double)step / steps * epochs), epochs, []));
                Assert.True(factor is >= 0 and <= 1, $"{factor} at {step} of {steps}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Descriptions_differ(Entry entry) =>
        Assert.Single(Entries, other => other.Schedule.Description == entry.Schedule.Description);

    [Fact]
    public void A_loss_that_is_no_number_is_no_progress()
    {
        Assert.Equal(0.5, Plateau(1, 0.5).Factor(new TrainingPosition(0, 10, 2, 10, [double.NaN, double.NaN])));
        Assert.Equal(1, Plateau(1, 0.5).Factor(new TrainingPosition(0, 10, 2, 10, [double.NaN, 3])));

        // Negative losses, such as log-likelihoods of densities, fall too.
        Assert.Equal(1, Plateau(0, 0.5, 0.1).Factor(new TrainingPosition(0, 10, 3, 10, [-1, -1.2, -1.5])));
        Assert.Equal(0.5, Plateau(0, 0.5, 0.1).Factor(new TrainingPosition(0, 10, 2, 10, [-1, -1.05])));
    }

    [Fact]
    public void A_position_within_a_part_counts_from_its_start()
    {
        TrainingPosition position = new(130, 200, 6, 10, [9, 8, 7, 6, 5, 4]);
        TrainingPosition within = position.Within(0.3, 0.8);
        Assert.Equal((70, 100, 3, 5), (within.Step, within.Steps, within.Epoch, within.Epochs));
        Assert.Equal([6, 5, 4], within.Losses);
        Assert.Equal(0, position.Within(0.9, 1).Step);
        Assert.Equal(1, position.Within(0, 0.5).Progress);
        Assert.Throws<ArgumentOutOfRangeException>(() => position.Within(0.5, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => position.Within(0, 1.1));
    }

    [Fact]
    public void Schedules_of_nothing_are_refused()
    {
        Refuses(() => CosineRestarts(0), "period");
        Refuses(() => CosineRestarts(1e-300, 2), "period");
        Refuses(() => CosineRestarts(double.NaN), "period");
        Refuses(() => CosineRestarts(1, 0.5), "multiplier");
        Refuses(() => Plateau(-1), "Patience");
        Refuses(() => Plateau(1, 1), "factor");
        Refuses(() => Plateau(cooldown: -1), "Cooldown");
        Refuses(() => Drop(0), "1 epoch");
        Refuses(() => Drop(1, 0), "factor");
        Refuses(() => DropAt([]), "zero steps");
        Refuses(() => DropAt([3, 3]), "ascend");
        Refuses(() => DropAt([0]), "at least 1");
        Refuses(() => Exponential(0), "factor");
        Refuses(() => Cosine(2), "last factor");
        Refuses(() => Cosine(0, 1), "rising");
        Refuses(() => OneCycle(0), "rising");
        Refuses(() => WarmUp(Constant, 0), "rising");
        Refuses(() => WarmUp(Constant, 1), "rising");
        Refuses(() => Sequence(), "zero schedules");
        Refuses(() => Sequence((Constant, 1), (Constant, 0)), "share");
        Refuses(() => Sequence((Constant, 1e200), (Constant, 1e-200)), "nothing beside");
        Refuses(() => Product(), "zero schedules");

        static void Refuses(Func<LearningRateSchedule> make, string name) =>
            Assert.Contains(name, Assert.ThrowsAny<ArgumentException>(make).Message, StringComparison.Ordinal);
    }

    private static TrainingPosition At(int step) => new(step, StepsAnEpoch * Epochs, step / StepsAnEpoch, Epochs, _losses[..(step / StepsAnEpoch)]);
}
