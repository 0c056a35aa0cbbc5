using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>Training on all samples at once by L-BFGS: convex problems end at their global minimum, from wherever they start.</summary>
public sealed class MinimizationTests
{
    [Fact]
    public async Task A_linear_model_reaches_the_least_squares_solution()
    {
        // y = 2x − 1 at x = 0, 1, 2, 3: the residual of the fit is zero.
        Sequential model = new([1], new Dense(1));
        model.Initialize(4);
        ArraySamples samples = new(new Tensor<float>([4, 1], [0, 1, 2, 3]), new Tensor<float>([4, 1], [-1, 1, 3, 5]));
        MinimizationResult result = await model.MinimizeAsync(
            samples, Loss.MeanSquaredError, new MinimizationOptions { GradientTolerance = 1e-10 }, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(2, result.Minimizer[0], 1e-8);
        Assert.Equal(-1, result.Minimizer[1], 1e-8);
        Assert.Equal([2f, -1f], model.Parameters.Select(parameter => parameter.Value.Span[0]));
    }

    [Fact]
    public async Task Two_starts_of_a_ridged_classifier_agree_on_any_number_of_threads()
    {
        const double Ridge = 1e-2;
        Tensor<float> inputs = new([90, 4]), targets = new([90, 3]);
        new KeyedRandom(3, "points").FillNormal(inputs.Span);
        for (int i = 0; i < 90; i++)
        {
            int label = inputs[i, 0] > inputs[i, 1] ? 0 : inputs[i, 2] > 0.3f ? 1 : 2;
            targets[i, (i % 9 == 0) ? (label + 1) % 3 : label] = 1;
        }

        ArraySamples samples = new(inputs, targets);
        MinimizationResult[] results = new MinimizationResult[2];
        for (int start = 0; start < 2; start++)
        {
            Sequential model = new([4], new Dense(3));
            model.Initialize(start);
            results[start] = await model.MinimizeAsync(
                samples, new CrossEntropy(), new MinimizationOptions { GradientTolerance = Ridge * 5e-7 }, Ridge, threads: 1 + (2 * start), cancellation: TestContext.Current.CancellationToken);
            Assert.Equal(MinimizationStop.GradientSmall, results[start].Stop);
        }

        // The loss is 2·Ridge-strongly convex: parameters differ by at most the sum of the gradients' norms over that.
        Assert.All(results[0].Minimizer.Zip(results[1].Minimizer), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public async Task A_model_that_is_random_in_training_is_refused()
    {
        Sequential model = new([4], new Dropout(0.5), new Dense(1));
        ArraySamples samples = new(new Tensor<float>([2, 4]), new Tensor<float>([2, 1]));
        ArgumentException refusal = await Assert.ThrowsAsync<ArgumentException>(
            () => model.MinimizeAsync(samples, Loss.MeanSquaredError, cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("dropout", refusal.Message, StringComparison.Ordinal);
    }
}
