using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>Checkpoints: resuming is exact, and what does not belong is refused.</summary>
public sealed class CheckpointTests : TrainingFixture
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(9)]
    public async Task Resuming_after_any_step_gives_the_same_bits(int stopAfter)
    {
        FitOptions options = new() { Epochs = 3, Seed = 5, Validation = Samples(7, 99), CheckpointPath = CheckpointPath };
        Sequential straight = P4();
        TrainingHistory expected = await Fit(straight, options with { CheckpointPath = null }, null, TestContext.Current.CancellationToken);

        using CancellationTokenSource stop = new();
        int calls = 0;
        CountingSource source = new(Samples(52), () =>
        {
            // The loader runs up to two batches ahead; stopping at any sample stops at some step.
            if (Interlocked.Increment(ref calls) == stopAfter * 16)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => P4().FitAsync(source, Loss.MeanSquaredError, new Adam(1e-2), options, null, stop.Token));
        Assert.True(File.Exists(CheckpointPath));

        Sequential resumed = P4();
        TrainingHistory history = await Fit(resumed, options with { Resume = true }, null, TestContext.Current.CancellationToken);
        Assert.Equal(Weights(straight), Weights(resumed));
        Assert.Equal(expected.Epochs, history.Epochs);
        Assert.Equal(expected.BestEpoch, history.BestEpoch);
    }

    [Fact]
    public async Task A_checkpoint_of_other_settings_is_refused_by_name()
    {
        FitOptions options = new() { Epochs = 1, CheckpointPath = CheckpointPath };
        await Fit(P4(), options, null, TestContext.Current.CancellationToken);
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => Fit(P4(), options with { Resume = true, BatchSize = 8 }));
        Assert.Contains("batch size 16", exception.Message, StringComparison.Ordinal);
        Assert.Contains("batch size 8", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_checkpoint_of_other_data_or_with_impossible_counts_is_refused()
    {
        FitOptions options = new() { Epochs = 2, CheckpointPath = CheckpointPath };
        await Fit(P4(), options, null, TestContext.Current.CancellationToken);
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => P4().FitAsync(
            Samples(52, seed: 8), Loss.MeanSquaredError, new Adam(1e-2), options with { Resume = true }, null, TestContext.Current.CancellationToken));
        Assert.Contains("seed 8", exception.Message, StringComparison.Ordinal);

        SafetensorsFile saved = SafetensorsFile.Read(CheckpointPath);
        double[] counters = saved.Get<double>("training.counters").Span.ToArray();
        for (int i = 0; i < 6; i++)
        {
            foreach (double wrong in (double[])[-1, 0.5, double.NaN, 1e18])
            {
                SafetensorsFile broken = new();
                foreach ((string key, string value) in saved.Metadata)
                {
                    broken.Metadata[key] = value;
                }

                foreach (string name in saved.Names)
                {
                    if (saved.ElementType(name) == typeof(float))
                    {
                        broken.Add(name, saved.Get<float>(name));
                    }
                    else
                    {
                        Tensor<double> tensor = saved.Get<double>(name).Clone();
                        if (name == "training.counters")
                        {
                            counters.CopyTo(tensor.Span);
                            tensor.Span[i] = i == 4 ? double.NaN : wrong;
                        }

                        broken.Add(name, tensor);
                    }
                }

                broken.Save(CheckpointPath);
                await Assert.ThrowsAsync<InvalidDataException>(() => Fit(P4(), options with { Resume = true }, null, TestContext.Current.CancellationToken));
            }
        }
    }
}
