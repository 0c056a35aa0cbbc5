using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>Training from end to end.</summary>
public sealed class FittingTests : TrainingFixture
{
    [Fact]
    public async Task The_bits_are_the_same_from_run_to_run_and_for_any_number_of_threads()
    {
        Sequential first = P4();
        await Fit(first, new FitOptions { Epochs = 2, Seed = 3, Threads = 1 }, null, TestContext.Current.CancellationToken);
        foreach (int threads in (int[])[1, 2, 3, 8])
        {
            Sequential again = P4();
            await Fit(again, new FitOptions { Epochs = 2, Seed = 3, Threads = threads }, null, TestContext.Current.CancellationToken);
            Assert.Equal(Weights(first), Weights(again));
        }

        Sequential other = P4();
        await Fit(other, new FitOptions { Epochs = 2, Seed = 4 }, null, TestContext.Current.CancellationToken);
        Assert.NotEqual(Weights(first), Weights(other));
    }

    [Fact]
    public async Task A_cancelled_run_is_a_cancelled_task()
    {
        using CancellationTokenSource stop = new();
        stop.Cancel();
        Task<TrainingHistory> run = Fit(P4(), new FitOptions(), null, stop.Token);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.True(run.IsCanceled);
    }

    [Fact]
    public async Task The_best_epoch_is_kept()
    {
        // The learning rate is far too large, so later epochs are often worse.
        FitOptions options = new() { Epochs = 6, Seed = 2, Validation = Samples(16, 99) };
        Sequential model = P4();
        TrainingHistory history = await model.FitAsync(
            Samples(52), Loss.MeanSquaredError, new StochasticGradientDescent(0.5), options, null, TestContext.Current.CancellationToken);
        double best = history.Epochs.Min(epoch => epoch.ValidationLoss!.Value);
        Assert.Equal(best, history.Epochs[history.BestEpoch - 1].ValidationLoss);
        Assert.Equal(best, MeanSquaredError(model, options.Validation!), best * 1e-4);
    }

    [Fact]
    public async Task Progress_ends_with_every_epoch_done()
    {
        List<TrainingProgress> reports = [];
        await Fit(P4(), new FitOptions { Epochs = 3 }, new Recorder(reports), TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3], reports.Where(report => report.Step == report.Steps).Select(report => report.Epoch).Distinct());
        Assert.All(reports, report => Assert.True(report.Loss > 0 && report.SamplesPerSecond > 0));
        Assert.Equal(TimeSpan.Zero, reports[^1].Remaining);
    }

    [Fact]
    public void The_best_linear_filter_is_at_a_stationary_point_and_beats_the_luminance()
    {
        NoisyToGrey source = Samples(64);
        LinearFilterFit fit = LinearFilter.Fit(source, 5, 64, null, TestContext.Current.CancellationToken);
        Assert.True(fit.Solution.RelativeGradient < 1e-7);
        double best = MeanSquaredError(fit.Model, source);
        Tensor<float> kernel = fit.Model.Parameters[0].Value;
        for (int i = 0; i < kernel.Span.Length; i += 7)
        {
            // A convex loss is smallest where it is stationary: every change of a weight makes it larger.
            foreach (float change in (float[])[-0.02f, 0.02f])
            {
                kernel.Span[i] += change;
                Assert.True(MeanSquaredError(fit.Model, source) > best);
                kernel.Span[i] -= change;
            }
        }

        Assert.True(best < Math.Pow(25.0 / 255, 2) * 0.447);
    }
}
