using Adjoint.Analysis;
using Adjoint.Data;
using Adjoint.Data.Digits;
using Adjoint.Data.Files;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Tests.Training;

/// <summary>What is said of the point that L-BFGS reached: the global minimum and how far off, no minimum at all, or a stationary point.</summary>
public sealed class OptimalityTests
{
    private static readonly float[] Line = [-2, -1, 1, 2];

    [Fact]
    public async Task A_ridge_bounds_the_distance_to_the_minimiser()
    {
        const double Ridge = 1e-3;
        ArraySamples samples = Overlapping(80, 5, 3);
        Sequential model = new([5], new Dense(3));
        MinimizationResult near = await Minimize(model, samples, new CrossEntropy(), 3e-3, Ridge);
        OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), near, Ridge);
        Assert.Equal((true, true), (verdict.IsGlobalMinimum, verdict.Attained));
        Assert.Equal(Convexity.Convex, verdict.Convexity.Verdict);
        Assert.Equal(near.GradientNorm / (2 * Ridge), verdict.DistanceBound!.Value, 1e-15);

        MinimizationResult best = await Minimize(model, samples, new CrossEntropy(), 1e-10, Ridge);
        double distance = Math.Sqrt(near.Minimizer.Zip(best.Minimizer, (a, b) => (a - b) * (a - b)).Sum());
        Assert.InRange(distance, 1e-6, verdict.DistanceBound.Value);
        Assert.InRange(near.Value - best.Value, 0, verdict.ExcessBound!.Value);
    }

    [Fact]
    public async Task Separable_classes_have_no_minimum()
    {
        ArraySamples samples = new(new Tensor<float>([4, 1], Line), new Tensor<float>([4], [0, 0, 1, 1]));
        Sequential model = new([1], new Dense(2));
        MinimizationResult result = await Minimize(model, samples, new CrossEntropy(), 1e-6);
        OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), result);
        Assert.Equal((false, false), (verdict.IsGlobalMinimum, verdict.Attained));
        Assert.Contains("separable", verdict.Because, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new float[] { 0, 1, 0, 1 })]
    [InlineData(new float[] { 1, 0, 1, 1 })]
    public async Task Classes_that_overlap_have_one(float[] labels)
    {
        // On a line no threshold tells these apart.
        ArraySamples samples = new(new Tensor<float>([4, 1], Line), new Tensor<float>([4], labels));
        Sequential model = new([1], new Dense(2));
        MinimizationResult result = await Minimize(model, samples, new CrossEntropy(), 1e-9);
        OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), result);
        Assert.Equal((true, true), (verdict.IsGlobalMinimum, verdict.Attained));
        Assert.Null(verdict.DistanceBound);
    }

    [Fact]
    public async Task Classes_that_touch_are_not_called_either()
    {
        // x = −1, 0 against 0, 1: a direction with no margin at 0 separates them, so that there is no minimum; claiming one would be wrong, not knowing is not.
        ArraySamples samples = new(new Tensor<float>([4, 1], [-1, 0, 0, 1]), new Tensor<float>([4], [0, 0, 1, 1]));
        Sequential model = new([1], new Dense(2));
        MinimizationResult result = await Minimize(model, samples, new CrossEntropy(), 1e-6);
        OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), result);
        Assert.NotEqual(true, verdict.Attained);
        Assert.NotEqual(true, verdict.IsGlobalMinimum);
    }

    [Fact]
    public async Task A_class_without_samples_leaves_no_minimum()
    {
        ArraySamples samples = new(new Tensor<float>([4, 1], Line), new Tensor<float>([4], [0, 1, 0, 1]));
        Sequential model = new([1], new Dense(3));
        MinimizationResult result = await Minimize(model, samples, new CrossEntropy(), 1e-6);
        OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), result);
        Assert.Equal((false, false), (verdict.IsGlobalMinimum, verdict.Attained));
        Assert.Contains("class 2 has no sample", verdict.Because, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Other_convex_problems_attain_their_minimum()
    {
        ArraySamples labels = new(new Tensor<float>([4, 1], Line), new Tensor<float>([4], [0, 0, 1, 1])), numbers = new(new Tensor<float>([4, 1], Line), new Tensor<float>([4, 1], [1, 2, 3, 5]));
        foreach ((int units, ArraySamples samples, Loss loss) in new (int, ArraySamples, Loss)[] { (2, labels, new CrossEntropy(0.1)), (1, numbers, Loss.MeanSquaredError) })
        {
            Sequential model = new([1], new Dense(units));
            OptimalityVerdict verdict = Optimality.Of(model, samples, loss, await Minimize(model, samples, loss, 1e-8));
            Assert.Equal((true, true), (verdict.IsGlobalMinimum, verdict.Attained));
        }
    }

    [Fact]
    public async Task Hidden_layers_make_it_a_stationary_point_unless_frozen()
    {
        ArraySamples samples = Overlapping(40, 3, 2);
        Sequential model = new([3], new Dense(4, Activation.Relu), new Dense(2));
        model.Initialize(2);
        MinimizationResult result = await model.MinimizeAsync(samples, new CrossEntropy(), new MinimizationOptions { GradientTolerance = 1e-3 }, 1e-2, cancellation: TestContext.Current.CancellationToken);
        OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), result, 1e-2);
        Assert.Null(verdict.IsGlobalMinimum);
        Assert.Null(verdict.DistanceBound);
        Assert.Equal(Convexity.Nonconvex, verdict.Convexity.Verdict);

        model.Freeze(model.Nodes[0].Name);
        result = await Minimize(model, samples, new CrossEntropy(), 1e-6, 1e-2);
        Assert.True(Optimality.Of(model, samples, new CrossEntropy(), result, 1e-2).IsGlobalMinimum);
    }

    [Fact]
    public async Task Nothing_is_claimed_early_or_of_targets_below_zero()
    {
        ArraySamples samples = Overlapping(40, 3, 2), odd = new(new Tensor<float>([2, 1], [1, 2]), new Tensor<float>([2, 2], [1, -0.5f, 0, 1]));
        Sequential model = new([3], new Dense(2)), small = new([1], new Dense(2));
        MinimizationResult early = await model.MinimizeAsync(samples, new CrossEntropy(), new MinimizationOptions { MaximumIterations = 1, GradientTolerance = 1e-12 }, 1e-2, cancellation: TestContext.Current.CancellationToken);
        Assert.Null(Optimality.Of(model, samples, new CrossEntropy(), early, 1e-2).IsGlobalMinimum);
        MinimizationResult wrong = await small.MinimizeAsync(odd, new CrossEntropy(), new MinimizationOptions { MaximumIterations = 3 }, 1, cancellation: TestContext.Current.CancellationToken);
        OptimalityVerdict verdict = Optimality.Of(small, odd, new CrossEntropy(), wrong, 1);
        Assert.Null(verdict.Attained);
        Assert.Contains("sample 0", verdict.Because, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => Optimality.Of(model, samples, new CrossEntropy(), wrong));
    }

    [Theory]
    [InlineData(1e-3)]
    [InlineData(1e-4)]
    public Task Two_starts_agree_on_drawn_digits(double ridge) => TwoStartsAgree(new LabelledSamples(new DrawnDigits(3).Create(0, 150).Resize([10, 10, 1])), ridge);

    [Fact]
    public Task Two_starts_agree_on_scanned_digits()
    {
        string? folder = Environment.GetEnvironmentVariable("ADJOINT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("ADJOINT_DATA names no folder with real data (digits).");
        }

        return TwoStartsAgree(new LabelledSamples(CsvPictures.Read(Path.Combine(folder, "digits", "digits.csv.gz"))), 1e-3);
    }

    /// <summary>From two starts, to a gradient of norm ridge · 5e-7: every parameter agrees to 1e-6, also after rounding to float32.</summary>
    private static async Task TwoStartsAgree(SampleSource samples, double ridge)
    {
        MinimizationResult[] results = new MinimizationResult[2];
        float[][] kept = new float[2][];
        for (int start = 0; start < 2; start++)
        {
            Sequential model = new(samples.InputShape, new Dense(10));
            model.Initialize(start + 1);
            results[start] = await Minimize(model, samples, new CrossEntropy(), ridge * 5e-7, ridge);
            kept[start] = [.. model.Parameters.SelectMany(parameter => parameter.Value.Span.ToArray())];
            OptimalityVerdict verdict = Optimality.Of(model, samples, new CrossEntropy(), results[start], ridge);
            Assert.True(verdict.IsGlobalMinimum);
            Assert.InRange(verdict.DistanceBound!.Value, 0, 2.5e-7 * (1 + 1e-12));
        }

        Assert.All(results[0].Minimizer.Zip(results[1].Minimizer), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All(kept[0].Zip(kept[1]), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    private static async Task<MinimizationResult> Minimize(Model model, SampleSource samples, Loss loss, double tolerance, double ridge = 0)
    {
        MinimizationResult result = await model.MinimizeAsync(
            samples, loss, new MinimizationOptions { GradientTolerance = tolerance, MaximumIterations = 20_000, MaximumEvaluations = 40_000 }, ridge, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(MinimizationStop.GradientSmall, result.Stop);
        return result;
    }

    /// <summary>Normal points whose classes follow their first entries, every fifth wrongly.</summary>
    private static ArraySamples Overlapping(int count, int features, int classes)
    {
        Tensor<float> inputs = new([count, features]), labels = new([count]);
        new KeyedRandom(8, "points").FillNormal(inputs.Span);
        for (int i = 0; i < count; i++)
        {
            int right = inputs[i, 0] > 0.4f ? 0 : inputs[i, 0] > -0.4f ? 1 : classes - 1;
            labels[i] = i % 5 == 0 ? (right + 1) % classes : right;
        }

        return new ArraySamples(inputs, labels);
    }
}
