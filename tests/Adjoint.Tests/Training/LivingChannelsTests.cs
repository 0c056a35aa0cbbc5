using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>No rectifier dies: initialisation from data, and recycling.</summary>
public sealed class LivingChannelsTests : TrainingFixture
{
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
    public async Task A_silent_channel_that_one_group_reads_is_recycled()
    {
        Sequential model = new([24, 24, 3], new Convolution2D(8, 3, Activation.Relu), new Convolution2D(4, 3) { Groups = 2 }, new Convolution2D(1, 1));
        (Tensor<float> inputs, Tensor<float> targets) = Load(Samples(16), 16);
        model.Initialize(3);
        DataDependentInitialization.Apply(model, inputs, targets);
        model.Parameters[1].Value.Span[6] = -100;
        Assert.Equal(7, AliveChannels(model, Samples(16)));
        await Fit(model, new() { Epochs = 3, Initialize = false, RecycleDormantChannels = true }, null, TestContext.Current.CancellationToken);
        Assert.Equal(8, AliveChannels(model, Samples(16)));
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
}
