using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>What differs between learning and being used: random numbers, states, and layers that are frozen; and what changes how parameters learn.</summary>
public sealed class LayerModeTests
{
    /// <summary>Subtracts the running mean of its input when used; adds noise and gathers the mean, with rate ½, when it learns.</summary>
    private sealed class Gathering : Layer
    {
        public override string Kind => "test-gathering";

        public override bool MixesSamples => true;

        public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override IReadOnlyList<ParameterSpecification> Parameters(IReadOnlyList<Shape> inputs) =>
            [new("scale", [1], Initializer.Zeros), new("mean", Shape.Scalar, Initializer.Zeros, IsState: true)];

        public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context)
        {
            if (context.Mode == LayerMode.Inference)
            {
                return (inputs[0] * context.Parameters[0]) - context.Parameters[1];
            }

            context.Update(1, (context.Parameters[1] * 0.5) + (Expressions.Mean(inputs[0]) * 0.5));
            return (inputs[0] * context.Parameters[0]) + (0 * context.Uniform(inputs[0].Shape));
        }

        public override void WriteSettings(System.Text.Json.Utf8JsonWriter writer)
        {
        }
    }

    /// <summary>Samples that are all ones, with weights of their index's parity.</summary>
    private sealed class Ones(bool weighted) : SampleSource
    {
        public override int Count => 8;

        public override Shape InputShape => [2, 2, 1];

        public override Shape TargetShape => [2, 2, 1];

        public override Shape? WeightShape => weighted ? [1, 1, 1] : null;

        public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
        {
            input.Fill(1);
            target.Fill(3);
        }

        public override void FillWeights(int epoch, int index, Span<float> weights) => weights.Fill(index % 2);
    }

    [Fact]
    public async Task A_state_is_gathered_and_used_and_takes_no_gradient()
    {
        Sequential model = new([2, 2, 1], new Gathering());
        Assert.Equal(1, model.ParameterCount);
        await Fit(model, new Ones(weighted: false), epochs: 2, batchSize: 8);

        // The input's mean is 1; after two steps with rate ½ the state is ¾.
        Assert.Equal(0.75f, model.Parameters[1].Value.Span[0]);

        // A step of rate 0.1 on (s − 3)² moves s by 0.2 (3 − s): 0 → 0.6 → 1.08.
        Assert.Equal(1.08f, model.Parameters[0].Value.Span[0], 1e-5f);
    }

    [Fact]
    public async Task A_frozen_layer_keeps_its_weights_and_its_state()
    {
        Sequential model = new([2, 2, 1], new Gathering(), new Convolution2D(1, 1));
        model.Freeze("test-gathering1");
        await Fit(model, new Ones(weighted: false), epochs: 2, batchSize: 8);
        Assert.Equal([0f, 0f], model.Parameters.Take(2).Select(parameter => parameter.Value.Span[0]));

        // Its output stays 0, so that the bias alone learns: 0 → 0.6 → 1.08.
        Assert.Equal(1.08f, model.Parameters[3].Value.Span[0], 1e-5f);
    }

    [Fact]
    public async Task Weights_multiply_the_losses_of_their_samples()
    {
        Sequential model = new([2, 2, 1], new Gathering());
        TrainingHistory history = await Fit(model, new Ones(weighted: true), epochs: 1, batchSize: 8);

        // Half of the samples weigh 0: the loss is 9 / 2 and the step half as long.
        Assert.Equal(4.5, history.Epochs[0].Loss, 1e-6);
        Assert.Equal(0.3f, model.Parameters[0].Value.Span[0], 1e-6f);
    }

    [Fact]
    public async Task Groups_of_parameters_learn_at_their_own_rates()
    {
        Sequential model = new([2, 2, 1], new Convolution2D(1, 1));
        FitOptions options = new()
        {
            Epochs = 1,
            BatchSize = 8,
            Initialize = false,
            Groups = [new ParameterGroup("*.bias") { LearningRateFactor = 0.5 }, new ParameterGroup("convolution1.*") { LearningRateFactor = 0 }],
        };
        model.Parameters[0].Value.Span[0] = 0;
        await model.FitAsync(new Ones(weighted: false), Loss.MeanSquaredError, new StochasticGradientDescent(0.1), options, null, TestContext.Current.CancellationToken);
        Assert.Equal(0f, model.Parameters[0].Value.Span[0]);
        Assert.Equal(0.3f, model.Parameters[1].Value.Span[0], 1e-6f);
    }

    [Fact]
    public async Task Freezing_outlives_the_initialisation_of_training()
    {
        Sequential model = new([6, 6, 1], new Convolution2D(3, 3, Activation.Relu), new Convolution2D(1, 1), new Dense(4));
        model.Initialize(7);
        float[] before = model.Parameters[0].Value.Span.ToArray();
        model.Freeze("convolution1");
        Tensor<float> inputs = new([8, 6, 6, 1]), targets = new([8, 4]);
        new KeyedRandom(1, "inputs").FillNormal(inputs.Span);
        await model.FitAsync(new ArraySamples(inputs, targets), Loss.MeanSquaredError, new Adam(0.1), new FitOptions { Epochs = 2, BatchSize = 4 }, null, TestContext.Current.CancellationToken);
        Assert.Equal(before, model.Parameters[0].Value.Span.ToArray());
        Assert.All(model.Parameters[1].Value.Span.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void A_step_over_several_batches_is_that_of_all_their_samples()
    {
        Ones source = new(weighted: false);
        float[] inputs = [.. Enumerable.Range(0, 24).Select(i => i / 10f)], targets = [.. Enumerable.Range(0, 24).Select(i => 1f - (i % 5))];
        float[][] gradients = new float[2][];
        for (int parts = 1; parts <= 2; parts++)
        {
            Sequential model = new([2, 2, 1], new Convolution2D(1, 1));
            model.Initialize(3);
            TrainingStep step = new(model, Loss.MeanSquaredError, new StochasticGradientDescent(0.1), source.InputShape, source.TargetShape, new FitOptions { BatchSize = 6, BatchesPerStep = parts });
            if (parts == 1)
            {
                step.Add(new BatchData(inputs, targets, 6), 1, WorkerPool.Serial);
                Assert.Throws<InvalidOperationException>(() => step.Add(new BatchData(inputs, targets, 6), 1, WorkerPool.Serial));
            }
            else
            {
                // Batches of unequal size count by their samples.
                step.Add(new BatchData(inputs.AsMemory(0, 16), targets.AsMemory(0, 16), 4), 1, WorkerPool.Serial);
                step.Add(new BatchData(inputs.AsMemory(16), targets.AsMemory(16), 2), 1, WorkerPool.Serial);
            }

            step.Apply(1, 0.1);
            gradients[parts - 1] = step.Gradient.ToArray();
            Assert.Throws<InvalidOperationException>(() => step.Apply(2, 0.1));
        }

        Assert.All(gradients[0].Zip(gradients[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public void A_group_that_nothing_fits_is_a_slip()
    {
        Sequential model = new([2, 2, 1], new Convolution2D(1, 1));
        FitOptions options = new() { Groups = [new ParameterGroup("convolution1.bais")] };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => new TrainingStep(model, Loss.MeanSquaredError, new Adam(), [2, 2, 1], [2, 2, 1], options));
        Assert.Contains("convolution1.bias", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_average_is_what_is_kept()
    {
        Sequential model = new([2, 2, 1], new Convolution2D(1, 1) { HasBias = false });
        model.Parameters[0].Value.Span[0] = 0;
        FitOptions options = new() { Epochs = 2, BatchSize = 8, Initialize = false, Averaging = new ExponentialMovingAverage(0.5), RecycleDormantChannels = true };
        await model.FitAsync(new Ones(weighted: false), Loss.MeanSquaredError, new StochasticGradientDescent(0.1), options, null, TestContext.Current.CancellationToken);

        // The weight goes 0 → 0.6 → 1.08; the average, with decays 1/10 and 2/11, 0 → 0.54 → 0.54 + (9/11)(1.08 − 0.54).
        Assert.Equal(0.54 + (9.0 / 11 * 0.54), model.Parameters[0].Value.Span[0], 1e-5);
    }

    [Fact]
    public void Random_numbers_and_new_states_are_for_learning_only()
    {
        Sequential model = new([2, 2, 1], new Asking());
        Variable input = new("input", [1, 2, 2, 1]);
        Assert.Throws<InvalidOperationException>(() => model.Build(input, []));
        Assert.Equal([1, 2, 2, 1], Assert.Single(model.Build(input, [], LayerMode.Training).Noise).Shape);
    }

    private static Task<TrainingHistory> Fit(Model model, SampleSource source, int epochs, int batchSize) => model.FitAsync(
        source,
        Loss.MeanSquaredError,
        new StochasticGradientDescent(0.1),
        new FitOptions { Epochs = epochs, BatchSize = batchSize, Initialize = false },
        null,
        TestContext.Current.CancellationToken);

    private sealed class Asking : Layer
    {
        public override string Kind => "test-asking";

        public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context) => inputs[0] * context.Uniform(inputs[0].Shape);

        public override void WriteSettings(System.Text.Json.Utf8JsonWriter writer)
        {
        }
    }
}
