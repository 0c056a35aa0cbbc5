using Adjoint.Checking;
using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using Adjoint.Training;

namespace Adjoint.Tests.Layers;

/// <summary>Layers that do one thing while they learn and another afterwards.</summary>
public sealed class LayerTrainingTests
{
    [Fact]
    public void Batch_normalisation_gives_each_channel_mean_0_and_variance_1_while_it_learns()
    {
        Sequential model = new([3, 2, 2], new BatchNormalization(0.9, 1e-12));
        Variable input = new("input", [4, 3, 2, 2]);
        Tensor<double> values = RandomTensors.Next(new Random(1), input.Shape);
        Expr output = model.Build(input, model.ParameterVariables().Select((_, i) => (Expr)new Constant(Vectors.ToDouble(model.Parameters[i].Value))).ToArray(), LayerMode.Training).Output;
        double[] result = Interpreter.Evaluate(output, (input, values)).Span.ToArray();
        for (int channel = 0; channel < 2; channel++)
        {
            double[] entries = [.. result.Where((_, i) => i % 2 == channel)];
            Assert.Equal(0, entries.Average(), 1e-12);
            Assert.Equal(1, entries.Average(entry => entry * entry), 1e-9);
        }
    }

    [Fact]
    public async Task Batch_normalisation_gathers_the_mean_and_the_unbiased_variance()
    {
        Sequential model = new([1, 1, 1], new BatchNormalization(0.8));
        FitOptions options = new() { Epochs = 2, BatchSize = 8, Initialize = false };
        await model.FitAsync(new Counting(), Loss.MeanSquaredError, new StochasticGradientDescent(0.01), options, null, TestContext.Current.CancellationToken);

        // 0 … 7 have mean 3.5 and, dividing by 7, variance 42 / 7 = 6. From 0 and 1: 0.2·3.5, then again; 0.8 + 0.2·6 = 2, then 0.8·2 + 0.2·6.
        Assert.Equal(["mean", "variance"], model.Parameters.Skip(2).Select(parameter => parameter.Name.Split('.')[1]));
        Assert.Equal(0.8f * 0.7f + 0.7f, model.Parameters[2].Value.Span[0], 1e-6f);
        Assert.Equal(2.8f, model.Parameters[3].Value.Span[0], 1e-5f);
    }

    [Fact]
    public void Batch_normalisation_does_not_learn_from_one_number()
    {
        Sequential model = new([1, 1, 3], new BatchNormalization());
        ShapeException exception = Assert.Throws<ShapeException>(() => model.Build(new Variable("input", [1, 1, 1, 3]), [.. model.ParameterVariables()], LayerMode.Training));
        Assert.Contains("size of batches", exception.Message, StringComparison.Ordinal);
        Assert.Equal(3, model.Predict(new Tensor<float>([1, 1, 1, 3])).Shape.Size);
    }

    [Theory]
    [InlineData(0.3)]
    [InlineData(0.9)]
    public void Dropout_drops_its_share_and_keeps_the_expectation(double rate)
    {
        const int Entries = 40000;
        float[] result = Dropped(new Dropout(rate), [1, 1, Entries, 1]);
        float kept = (float)(1 / (1 - rate));
        Assert.All(result, entry => Assert.True(entry == 0 || Math.Abs(entry - kept) < 1e-5f * kept));

        // The number of dropped ones is binomial; five standard deviations are passed once in two million draws.
        double bound = 5 * Math.Sqrt(rate * (1 - rate) / Entries);
        Assert.Equal(rate, result.Count(entry => entry == 0) / (double)Entries, bound);
        Assert.Equal(1, result.Average(), bound / (1 - rate));
    }

    [Fact]
    public void Spatial_dropout_drops_whole_channels_of_a_sample()
    {
        float[] result = Dropped(new Dropout(0.5) { IsSpatial = true }, [20, 3, 5, 10]);
        int dropped = 0;
        for (int map = 0; map < 200; map++)
        {
            float[] entries = [.. Enumerable.Range(0, 15).Select(place => result[(((map / 10 * 15) + place) * 10) + (map % 10)])];
            Assert.Single(entries.Distinct());
            dropped += entries[0] == 0 ? 1 : 0;
        }

        // 200 fair coins: five standard deviations are 36.
        Assert.InRange(dropped, 64, 136);
    }

    [Fact]
    public async Task Same_seed_same_bits_for_any_number_of_threads()
    {
        foreach (bool mixes in (bool[])[false, true])
        {
            float[] one = await Trained(mixes, threads: 1, seed: 4), three = await Trained(mixes, threads: 3, seed: 4);
            Assert.Equal(one, three);
            Assert.NotEqual(one, await Trained(mixes, threads: 3, seed: 5));
        }
    }

    [Fact]
    public async Task Dropout_draws_anew_at_every_step()
    {
        // Rate 0 learning of the weights leaves only the mask to change the loss: two epochs over the same samples differ.
        Sequential model = new([4, 4, 1], new Dropout(0.5), new Convolution2D(1, 1) { HasBias = false });
        model.Parameters[0].Value.Span[0] = 1;
        FitOptions options = new() { Epochs = 3, BatchSize = 8, Initialize = false };
        TrainingHistory history = await model.FitAsync(new Blobs(), Loss.MeanSquaredError, new StochasticGradientDescent(1e-30), options, null, TestContext.Current.CancellationToken);
        Assert.Equal(3, history.Epochs.Select(epoch => epoch.Loss).Distinct().Count());
    }

    private static async Task<float[]> Trained(bool mixes, int threads, long seed)
    {
        List<Layer> layers = [new Convolution2D(4, 3, Activation.Elu) { Boundary = Boundary }, new Dropout(0.3), new Residual(new Correlation2D(4, 1), new Dropout(0.2) { IsSpatial = true })];
        if (mixes)
        {
            layers.Add(new BatchNormalization());
        }

        Sequential model = new([4, 4, 1], [.. layers, new Correlation2D(1, 1)]);
        FitOptions options = new() { Epochs = 2, BatchSize = 16, Seed = seed, Threads = threads };
        await model.FitAsync(new Blobs(), Loss.MeanSquaredError, new Adam(1e-2), options, null, TestContext.Current.CancellationToken);
        return [.. model.Parameters.SelectMany(parameter => parameter.Value.Span.ToArray())];
    }

    private const Adjoint.Primitives.Boundary Boundary = Adjoint.Primitives.Boundary.Same;

    private static float[] Dropped(Dropout layer, Shape batch)
    {
        Sequential model = new(batch[1..], layer);
        ModelGraph graph = model.Build(new Constant(Vectors.Map(new Tensor<double>(batch), _ => 1)), [], LayerMode.Training);
        Variable noise = Assert.Single(graph.Noise);
        Tensor<float> drawn = new(noise.Shape);
        new KeyedRandom(2, "dropout").FillUniform(drawn.Span);
        return [.. Interpreter.Evaluate(graph.Output, (noise, Vectors.ToDouble(drawn))).Span.ToArray().Select(entry => (float)entry)];
    }

    /// <summary>The numbers 0 … 7.</summary>
    private sealed class Counting : SampleSource
    {
        public override int Count => 8;

        public override Shape InputShape => [1, 1, 1];

        public override Shape TargetShape => [1, 1, 1];

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            input.Fill(index);
            target.Clear();
        }
    }

    /// <summary>Noise, and its double.</summary>
    private sealed class Blobs : SampleSource
    {
        public override int Count => 40;

        public override Shape InputShape => [4, 4, 1];

        public override Shape TargetShape => [4, 4, 1];

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            new KeyedRandom(1, "blobs", 0, index).FillNormal(input);
            for (int i = 0; i < input.Length; i++)
            {
                target[i] = 2 * input[i];
            }
        }
    }
}
