using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

public sealed class TrainingTests : IDisposable
{
    private static readonly Lazy<IReadOnlyList<Picture>> Pictures = new(() => new DeadLeaves(1).CreateMany(8, 96, 96));

    private readonly string _folder = Directory.CreateTempSubdirectory("adjoint-training").FullName;

    private string CheckpointPath => Path.Combine(_folder, "checkpoint.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Sequential P4() => new([64, 64, 3], new Convolution2D(8, 3, Activation.Relu), new Convolution2D(1, 3, Activation.Relu));

    private static NoisyToGrey Samples(int count, long seed = 1) => new(Pictures.Value, 28, 2, seed, 25f / 255, count);

    private static float[] Weights(Sequential model) => [.. model.Parameters.SelectMany(parameter => parameter.Value.Span.ToArray())];

    private static Task<TrainingHistory> Fit(
        Sequential model, FitOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default) =>
        model.FitAsync(Samples(52), Loss.MeanSquaredError, new Adam(1e-2), options, progress, cancellation);

    [Fact]
    public async Task Every_seed_from_1_to_20_trains_and_no_rectifier_dies()
    {
        // The luminance of the noisy input is off by σ² Σ weights².
        double luminance = Math.Pow(25.0 / 255, 2) * ((0.299 * 0.299) + (0.587 * 0.587) + (0.114 * 0.114));
        NoisyToGrey held = Samples(16, seed: 99);
        for (int seed = 1; seed <= 20; seed++)
        {
            Sequential model = P4();
            TrainingHistory history = await model.FitAsync(
                Samples(512),
                Loss.MeanSquaredError,
                new Adam(1e-2),
                new FitOptions { Epochs = 20, Seed = seed, Validation = held, Schedule = LearningRateSchedule.Cosine(0.01, 0.05), RecycleDormantChannels = true },
                null,
                TestContext.Current.CancellationToken);
            double loss = history.Epochs[history.BestEpoch - 1].ValidationLoss!.Value;
            Assert.True(loss < 0.75 * luminance, $"Seed {seed}: loss {loss} against {luminance}.");
            Assert.Equal(8, AliveChannels(model, held));
        }
    }

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
    public async Task A_loss_that_is_no_number_ends_training_with_place_and_remedy()
    {
        Sequential model = P4();
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => model.FitAsync(
            new PoisonedSource(Samples(52)), Loss.MeanSquaredError, new Adam(1e-2), new FitOptions { CheckpointPath = CheckpointPath }, null, TestContext.Current.CancellationToken));
        Assert.Contains("epoch 1, step", exception.Message, StringComparison.Ordinal);
        Assert.Contains("learning rate", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(CheckpointPath));
    }

    [Fact]
    public async Task A_validation_loss_that_is_no_number_is_an_error_and_not_a_model_of_zeros()
    {
        FitOptions options = new() { Epochs = 1, Validation = new PoisonedSource(Samples(52)), CheckpointPath = CheckpointPath };
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => Fit(P4(), options, null, TestContext.Current.CancellationToken));
        Assert.Contains("validation data", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(CheckpointPath));
    }

    [Fact]
    public async Task A_step_that_overflows_does_not_replace_a_good_checkpoint()
    {
        // One epoch of one step: the loss before it is finite, the parameters after it are not.
        FitOptions options = new() { Epochs = 1, BatchSize = 52, CheckpointPath = CheckpointPath };
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => P4().FitAsync(
            Samples(52), Loss.MeanSquaredError, new StochasticGradientDescent(1e39), options, null, TestContext.Current.CancellationToken));
        Assert.Contains("A parameter became", exception.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(CheckpointPath));
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

    [Fact]
    public async Task A_source_that_fails_ends_training_with_its_message()
    {
        CountingSource source = new(Samples(52), () => throw new IOException("the disk is gone"));
        TrainingException exception = await Assert.ThrowsAsync<TrainingException>(() => P4().FitAsync(
            source, Loss.MeanSquaredError, new Adam(1e-2), new FitOptions { Initialize = false }, null, TestContext.Current.CancellationToken));
        Assert.Contains("the disk is gone", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Targets_of_another_size_are_named()
    {
        NoisyToGrey source = new(Pictures.Value, 28, 1, 1, 25f / 255, 20);
        ShapeException exception = await Assert.ThrowsAsync<ShapeException>(() => P4().FitAsync(
            source, Loss.MeanSquaredError, new Adam(1e-2), null, null, TestContext.Current.CancellationToken));
        Assert.Contains("24×24×1", exception.Message, StringComparison.Ordinal);
        Assert.Contains("26×26×1", exception.Message, StringComparison.Ordinal);
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

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(21)]
    public void The_gradient_of_a_batch_is_that_of_its_definition(int samples)
    {
        Sequential model = P4();
        NoisyToGrey source = Samples(samples);
        (Tensor<float> inputs, Tensor<float> targets) = Load(source, samples);
        DataDependentInitialization.Apply(model, inputs, targets);
        float[] start = Weights(model);
        TrainingStep step = new(model, Loss.MeanSquaredError, new StochasticGradientDescent(1), source.InputShape, source.TargetShape, samples);
        double loss = step.Run(inputs.Memory, targets.Memory, samples, 1, 1e-3, WorkerPool.Serial);
        Assert.Equal(MeanSquaredError(model, source), loss, 1e-5 * loss);
        float[] gradient = step.Gradient.ToArray();

        // Against central differences of the loss as predicted pictures give it, in the direction of the gradient and in a random one.
        Random random = new(1);
        float[][] directions = [gradient, [.. gradient.Select(_ => (float)((2 * random.NextDouble()) - 1))]];
        foreach (float[] direction in directions)
        {
            double length = Math.Sqrt(direction.Sum(value => (double)value * value)), slope = 0;
            for (int i = 0; i < gradient.Length; i++)
            {
                slope += gradient[i] * direction[i] / length;
            }

            double difference = (LossAt(+2e-3) - LossAt(-2e-3)) / 4e-3;
            Assert.Equal(difference, slope, 0.02 * Math.Abs(difference) + 2e-4);

            double LossAt(double distance)
            {
                int place = 0;
                foreach (Parameter parameter in model.Parameters)
                {
                    for (int i = 0; i < parameter.Value.Span.Length; i++, place++)
                    {
                        parameter.Value.Span[i] = (float)(start[place] + (distance * direction[place] / length));
                    }
                }

                return MeanSquaredError(model, source);
            }
        }

        step.CopyToModel();
        float[] moved = Weights(model);
        Assert.Equal(start[7] - (1e-3f * gradient[7]), moved[7], 1e-7f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_allocates_nothing(int threads)
    {
        using WorkerPool workers = new(threads);
        Sequential model = P4();
        NoisyToGrey source = Samples(16);
        (Tensor<float> inputs, Tensor<float> targets) = Load(source, 16);
        TrainingStep step = new(model, Loss.MeanSquaredError, new Adam(1e-3), source.InputShape, source.TargetShape, 16);
        for (int i = 1; i <= 60; i++)
        {
            step.Run(inputs.Memory, targets.Memory, 16, i, 1e-3, workers);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 61; i <= 80; i++)
        {
            step.Run(inputs.Memory, targets.Memory, 16, i, 1e-3, workers);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public async Task Silent_channels_are_recycled_and_the_same_bits_come_of_it()
    {
        // Three channels that never fire: their biases are far below zero, and their gradients are zero.
        static Sequential Silenced()
        {
            Sequential model = P4();
            (Tensor<float> inputs, Tensor<float> targets) = Load(Samples(16), 16);
            model.Initialize(3);
            DataDependentInitialization.Apply(model, inputs, targets);
            model.Parameters[1].Value.Span[..3].Fill(-100);
            return model;
        }

        FitOptions options = new() { Epochs = 3, Initialize = false };
        Sequential left = Silenced(), recycled = Silenced(), again = Silenced();
        await Fit(left, options, null, TestContext.Current.CancellationToken);
        await Fit(recycled, options with { RecycleDormantChannels = true, Threads = 1 }, null, TestContext.Current.CancellationToken);
        await Fit(again, options with { RecycleDormantChannels = true, Threads = 3 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(5, AliveChannels(left, Samples(16)));
        Assert.Equal(8, AliveChannels(recycled, Samples(16)));
        Assert.Equal(Weights(recycled), Weights(again));
    }

    [Fact]
    public void Initialisation_from_data_gives_each_channel_the_wanted_mean_and_deviation()
    {
        Sequential model = new([24, 24, 3], new Convolution2D(8, 3), new Convolution2D(1, 3));
        (Tensor<float> inputs, Tensor<float> targets) = Load(Samples(16), 16);
        model.Initialize(11);
        DataDependentInitialization.Apply(model, inputs, targets);
        float[] output = model.Predict(inputs).Span.ToArray(), target = targets.Span.ToArray();
        Assert.Equal(target.Average(), output.Average(), 1e-3f);
        Assert.Equal(Deviation(target), Deviation(output), 1e-3);

        static double Deviation(float[] values) => Math.Sqrt(values.Average(value => Math.Pow(value - values.Average(), 2)));
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

    private static (Tensor<float> Inputs, Tensor<float> Targets) Load(SampleSource source, int count)
    {
        Tensor<float> inputs = new([count, .. source.InputShape]), targets = new([count, .. source.TargetShape]);
        int input = source.InputShape.Size, target = source.TargetShape.Size;
        for (int i = 0; i < count; i++)
        {
            source.Fill(0, i, inputs.Span.Slice(i * input, input), targets.Span.Slice(i * target, target));
        }

        return (inputs, targets);
    }

    private static double MeanSquaredError(Sequential model, SampleSource source)
    {
        (Tensor<float> inputs, Tensor<float> targets) = Load(source, source.Count);
        Tensor<float> predicted = model.Predict(inputs);
        double sum = 0;
        for (int i = 0; i < predicted.Span.Length; i++)
        {
            sum += Math.Pow((double)predicted.Span[i] - targets.Span[i], 2);
        }

        return sum / predicted.Span.Length;
    }

    private static int AliveChannels(Sequential model, SampleSource source)
    {
        Sequential first = new(model.InputShape, model.Layers[0]);
        for (int i = 0; i < first.Parameters.Count; i++)
        {
            model.Parameters[i].Value.Span.CopyTo(first.Parameters[i].Value.Span);
        }

        float[] hidden = first.Predict(Load(source, source.Count).Inputs).Span.ToArray();
        return Enumerable.Range(0, 8).Count(channel => hidden.Where((_, i) => i % 8 == channel).Any(value => value > 0));
    }

    private sealed class Recorder(List<TrainingProgress> reports) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => reports.Add(value);
    }

    private sealed class CountingSource(SampleSource inner, Action called) : SampleSource
    {
        public override string Description => inner.Description;

        public override int Count => inner.Count;

        public override Shape InputShape => inner.InputShape;

        public override Shape TargetShape => inner.TargetShape;

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            called();
            inner.Fill(epoch, index, input, target);
        }
    }

    private sealed class PoisonedSource(SampleSource inner) : SampleSource
    {
        public override int Count => inner.Count;

        public override Shape InputShape => inner.InputShape;

        public override Shape TargetShape => inner.TargetShape;

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            inner.Fill(epoch, index, input, target);
            if (index == 40)
            {
                target[3] = float.NaN;
            }
        }
    }
}
