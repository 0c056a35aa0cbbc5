using Adjoint.Data;
using Adjoint.Data.Digits;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>Whether the parting of the learning curves is seen where it is, and only there; and early stopping.</summary>
public sealed class OverfittingTests
{
    private static readonly DrawnDigits Digits = new(seed: 5);

    /// <summary>The same model on few samples and on many: it learns the few by heart.</summary>
    [Fact]
    public async Task It_is_found_with_few_samples_and_not_with_many()
    {
        TrainingHistory few = await Train(Digits.Create(0, 100), new FitOptions { Epochs = 30, BatchSize = 20 });
        Overfitting found = Assert.IsType<Overfitting>(Overfitting.Find(few));
        double[] losses = [.. few.Epochs.Select(epoch => epoch.ValidationLoss!.Value)];
        Assert.Equal(Array.IndexOf(losses, losses.Min()) + 1, found.Epoch);
        Assert.Equal(few.BestEpoch, found.Epoch);
        Assert.Equal(losses.Min(), found.ValidationLoss);
        Assert.Equal(losses.TakeLast(3).Average(), found.LaterValidationLoss, 1e-12);
        Assert.Equal((losses.TakeLast(3).Average() / losses.Min()) - 1, found.Rise, 1e-12);
        Assert.True(found.Rise > 0.02);
        Assert.True(found.LaterTrainingLoss < found.TrainingLoss);

        TrainingHistory many = await Train(Digits.Create(0, 6000), new FitOptions { Epochs = 4, BatchSize = 50 });
        Assert.Null(Overfitting.Find(many));
    }

    [Theory]
    [InlineData("a valley and a rise", "1 .8 .6 .4 .3 .2 .1", "1 .9 .8 .85 .9 .95 1", 3)]
    [InlineData("falling to the end", "1 .8 .6 .4", "1 .9 .8 .7", null)]
    [InlineData("a rise of half a percent is noise", "1 .8 .6 .4 .3", "1 .8 .803 .804 .804", null)]
    [InlineData("a single epoch after the best one says nothing", "1 .8 .6", "1 .5 .9", null)]
    [InlineData("both rise: that is divergence", "1 .5 .7 .9", "1 .5 .7 .9", null)]
    [InlineData("jumps as large as the rise", "1 .9 .8 .7 .6 .5", "1 .7 1 .7001 1 .7001", null)]
    public void It_is_told_from_other_curves(string curves, string training, string validation, int? epoch)
    {
        double[] losses = Numbers(training), held = Numbers(validation);
        TrainingHistory history = new([.. losses.Select((loss, i) => new EpochResult(i + 1, loss, held[i]))], 1, TimeSpan.Zero);
        Assert.True(epoch == Overfitting.Find(history)?.Epoch, curves);
    }

    [Fact]
    public void A_rise_within_the_standard_error_may_be_chance()
    {
        double[] training = [1, 0.8, 0.6, 0.4, 0.3], held = [1, 0.8, 0.84, 0.85, 0.86];
        TrainingHistory history = new([.. training.Select((loss, i) => new EpochResult(i + 1, loss, held[i]))], 2, TimeSpan.Zero);
        Assert.NotNull(Overfitting.Find(history, 0.04));
        Assert.Null(Overfitting.Find(history, 0.06));
    }

    [Fact]
    public void Without_validation_there_is_nothing_to_see()
    {
        Assert.Null(Overfitting.Find(new TrainingHistory([new EpochResult(1, 1, null), new EpochResult(2, 0.5, null), new EpochResult(3, 0.4, null)], 3, TimeSpan.Zero)));
        Assert.Null(Overfitting.Find(new TrainingHistory([], 0, TimeSpan.Zero)));
    }

    [Fact]
    public async Task Training_stops_when_patience_is_at_its_end_and_the_best_model_is_kept()
    {
        LabelledPictures train = Digits.Create(0, 100);
        TrainingHistory whole = await Train(train, new FitOptions { Epochs = 30, BatchSize = 20 });
        TrainingHistory stopped = await Train(train, new FitOptions { Epochs = 30, BatchSize = 20, Patience = 3 });
        Assert.InRange(stopped.Epochs.Count, stopped.BestEpoch + 3, 29);
        Assert.Equal(stopped.BestEpoch + 3, stopped.Epochs.Count);
        Assert.Equal(whole.Epochs.Take(stopped.Epochs.Count), stopped.Epochs);

        TrainingHistory last = await Train(train, new FitOptions { Epochs = 30, BatchSize = 20, Patience = 3, KeepBest = false });
        Assert.Equal(last.Epochs.Count, last.BestEpoch);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3, false)]
    public async Task Patience_that_cannot_be_is_refused(int patience, bool validates)
    {
        FitOptions options = new() { Patience = patience, Validation = validates ? new LabelledSamples(Digits.Create(0, 20)) : null };
        await Assert.ThrowsAsync<ArgumentException>(() => Model().FitAsync(new LabelledSamples(Digits.Create(0, 20)), new CrossEntropy(), new Adam(1e-3), options, null, TestContext.Current.CancellationToken));
    }

    private static double[] Numbers(string text) => [.. text.Split(' ').Select(number => double.Parse(number, System.Globalization.CultureInfo.InvariantCulture))];

    private static Sequential Model() => new([28, 28, 1], new Dense(32, Activation.Relu), new Dense(10));

    private static Task<TrainingHistory> Train(LabelledPictures train, FitOptions options) => Model().FitAsync(
        new LabelledSamples(train),
        new CrossEntropy(),
        new Adam(3e-3),
        options with { Seed = 1, ScaleOnFirstBatch = false, Validation = new LabelledSamples(Digits.Create(10_000, 300)) },
        null,
        TestContext.Current.CancellationToken);
}
