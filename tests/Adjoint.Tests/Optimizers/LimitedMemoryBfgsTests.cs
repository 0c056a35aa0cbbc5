using Adjoint.Optimizers;
using Adjoint.Tensors;

namespace Adjoint.Tests.Optimizers;

/// <summary>L-BFGS on functions whose minima are known by mathematics.</summary>
public sealed class LimitedMemoryBfgsTests
{
    // Steepest descent would take a multiple of κ = 1e6 steps; conjugate gradients have a bound of some √κ·25/2 = 12,500.
    [Theory]
    [InlineData(10, 12_500)]
    [InlineData(40, 2_000)]
    public void Finds_the_minimum_of_an_ill_conditioned_dense_quadratic(int history, int iterations)
    {
        // f(w) = (w − c)ᵀ H D H (w − c)/2, H a Householder reflection, so the eigenvalues are D's: 1 to 1e6.
        const int Length = 30;
        KeyedRandom random = new(3, "quadratic");
        double[] c = Uniform(random, Length), u = Uniform(random, Length);
        double scale = 2 / u.Sum(x => x * x);
        double[] d = [.. Enumerable.Range(0, Length).Select(i => Math.Pow(10, 6.0 * i / (Length - 1)))];
        double[] Reflect(double[] x)
        {
            double dot = scale * x.Zip(u, (a, b) => a * b).Sum();
            return [.. x.Zip(u, (a, b) => a - (dot * b))];
        }

        double Value(ReadOnlySpan<double> w, Span<double> gradient)
        {
            double[] inner = Reflect([.. w.ToArray().Zip(c, (a, b) => a - b)]);
            Reflect([.. inner.Zip(d, (a, b) => a * b)]).CopyTo(gradient);
            return 0.5 * inner.Zip(d, (a, b) => a * a * b).Sum();
        }

        MinimizationResult result = LimitedMemoryBfgs.Minimize(Value, new double[Length], new MinimizationOptions { History = history, GradientTolerance = 1e-6, MaximumIterations = iterations, MaximumEvaluations = 2 * iterations });
        Assert.Equal(MinimizationStop.GradientSmall, result.Stop);

        // The least eigenvalue is 1, so the distance is at most the gradient's norm.
        Assert.True(Distance(c, result.Minimizer) <= 1e-6 * (1 + 1e-6));
        Assert.True(result.GradientNorm <= 1e-6);
        Assert.InRange(result.Value, 0, 1e-12);
    }

    [Theory]
    [InlineData(-1.2, 1)]
    [InlineData(0, 0)]
    [InlineData(-30, 50)]
    [InlineData(1, 1)]
    public void Finds_the_minimum_of_Rosenbrocks_valley(double x, double y)
    {
        MinimizationResult result = LimitedMemoryBfgs.Minimize(Rosenbrock, [x, y], new MinimizationOptions { GradientTolerance = 1e-9 });
        Assert.Equal(MinimizationStop.GradientSmall, result.Stop);
        Assert.Equal(1, result.Minimizer[0], 1e-7);
        Assert.Equal(1, result.Minimizer[1], 1e-7);
        Assert.Equal(x == 1, result.Iterations == 0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(20)]
    public void Logistic_regression_with_a_ridge_has_one_minimum_from_anywhere(int history)
    {
        // Strongly convex with modulus μ: two points with gradients of norm μ·5e-7 are at most 1e-6 apart.
        const int Samples = 200, Features = 12;
        const double Ridge = 1e-3;
        KeyedRandom random = new(7, "regression");
        double[] x = Uniform(random, Samples * Features), noise = Uniform(random, Samples);
        double[] label = [.. Enumerable.Range(0, Samples).Select(i => x[i * Features] + (0.5 * x[(i * Features) + 3]) + (0.3 * noise[i]) > 0 ? 1.0 : 0)];
        double Loss(ReadOnlySpan<double> w, Span<double> gradient)
        {
            double loss = 0;
            gradient.Clear();
            for (int j = 0; j < Features; j++)
            {
                loss += Ridge / 2 * w[j] * w[j];
                gradient[j] = Ridge * w[j];
            }

            for (int i = 0; i < Samples; i++)
            {
                double z = 0;
                for (int j = 0; j < Features; j++)
                {
                    z += w[j] * x[(i * Features) + j];
                }

                loss += (Math.Max(z, 0) - (label[i] * z) + Math.Log(1 + Math.Exp(-Math.Abs(z)))) / Samples;
                for (int j = 0; j < Features; j++)
                {
                    gradient[j] += ((1 / (1 + Math.Exp(-z))) - label[i]) * x[(i * Features) + j] / Samples;
                }
            }

            return loss;
        }

        MinimizationOptions options = new() { GradientTolerance = Ridge * 5e-7, History = history };
        double[] far = [.. Uniform(random, Features).Select(value => 40 * value)];
        MinimizationResult first = LimitedMemoryBfgs.Minimize(Loss, new double[Features], options), second = LimitedMemoryBfgs.Minimize(Loss, far, options);
        Assert.Equal(MinimizationStop.GradientSmall, first.Stop);
        Assert.Equal(MinimizationStop.GradientSmall, second.Stop);
        Assert.All(first.Minimizer.Zip(second.Minimizer), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    [Fact]
    public void Stays_inside_of_a_domain()
    {
        // x − log x, least at 1; the first step from 1e-3 leads far outside on neither side, that from 50 below zero.
        static double Barrier(ReadOnlySpan<double> x, Span<double> gradient)
        {
            gradient[0] = 100 - (100 / x[0]);
            return 100 * (x[0] - Math.Log(x[0]));
        }

        foreach (double start in new[] { 1e-3, 0.5, 50, 1e6 })
        {
            MinimizationResult result = LimitedMemoryBfgs.Minimize(Barrier, [start], new MinimizationOptions { GradientTolerance = 1e-9 });
            Assert.Equal(MinimizationStop.GradientSmall, result.Stop);
            Assert.Equal(1, result.Minimizer[0], 1e-9);
        }

        // A wall of infinities and of values that are not numbers.
        foreach (double wall in new[] { double.PositiveInfinity, double.NaN, double.NegativeInfinity })
        {
            MinimizationResult result = LimitedMemoryBfgs.Minimize(
                (x, gradient) =>
                {
                    gradient[0] = 2 * (x[0] - 1);
                    return x[0] > 1.25 ? wall : (x[0] - 1) * (x[0] - 1);
                },
                [-1e3]);
            Assert.Equal(1, result.Minimizer[0], 1e-6);
        }
    }

    [Fact]
    public void Nonconvex_curvature_is_survived()
    {
        // w⁴/4 − w²/2 bends downwards around 0 and has its minima at ±1.
        static double Wells(ReadOnlySpan<double> w, Span<double> gradient)
        {
            double sum = 0;
            for (int i = 0; i < w.Length; i++)
            {
                gradient[i] = (w[i] * w[i] * w[i]) - w[i];
                sum += (w[i] * w[i] * w[i] * w[i] / 4) - (w[i] * w[i] / 2);
            }

            return sum;
        }

        MinimizationResult result = LimitedMemoryBfgs.Minimize(Wells, [0.01, -0.2, 0.5, 3, -7], new MinimizationOptions { GradientTolerance = 1e-8 });
        Assert.Equal(MinimizationStop.GradientSmall, result.Stop);
        Assert.All(result.Minimizer, value => Assert.Equal(1, Math.Abs(value), 1e-7));
        Assert.Equal(-1.25, result.Value, 1e-12);
    }

    [Fact]
    public void Says_why_it_stopped()
    {
        MinimizationResult few = LimitedMemoryBfgs.Minimize(Rosenbrock, [-1.2, 1], new MinimizationOptions { MaximumIterations = 3 });
        Assert.Equal((MinimizationStop.IterationLimit, 3), (few.Stop, few.Iterations));
        foreach (int limit in new[] { 1, 2, 3, 7, 20 })
        {
            MinimizationResult cut = LimitedMemoryBfgs.Minimize(Rosenbrock, [-1.2, 1], new MinimizationOptions { MaximumEvaluations = limit });
            Assert.Equal(MinimizationStop.EvaluationLimit, cut.Stop);
            Assert.Equal(limit, cut.Evaluations);
            Assert.True(cut.Value <= 24.2);
            Assert.Equal(cut.Value, Rosenbrock([.. cut.Minimizer], new double[2]));
        }

        // The gradient's sign is wrong: every direction leads up.
        MinimizationResult wrong = LimitedMemoryBfgs.Minimize(
            (x, gradient) =>
            {
                gradient[0] = -2 * x[0];
                return x[0] * x[0];
            },
            [1.0]);
        Assert.Equal((MinimizationStop.NoProgress, 1.0), (wrong.Stop, wrong.Minimizer[0]));

        // Unbounded below: it ends all the same.
        MinimizationResult unbounded = LimitedMemoryBfgs.Minimize(
            (x, gradient) =>
            {
                gradient[0] = 1;
                return x[0];
            },
            [0.0],
            new MinimizationOptions { MaximumIterations = 20 });
        Assert.True(unbounded.Value < -1000);
        Assert.NotEqual(MinimizationStop.GradientSmall, unbounded.Stop);
    }

    [Fact]
    public void Same_start_same_bits_and_progress_is_told()
    {
        List<MinimizationProgress> told = [];
        MinimizationResult first = LimitedMemoryBfgs.Minimize(Rosenbrock, [-1.2, 1], progress: new Listener(told));
        MinimizationResult second = LimitedMemoryBfgs.Minimize(Rosenbrock, [-1.2, 1]);
        Assert.Equal(first.Minimizer, second.Minimizer);
        Assert.Equal((first.Value, first.GradientNorm, first.Evaluations), (second.Value, second.GradientNorm, second.Evaluations));
        Assert.Equal(Enumerable.Range(1, first.Iterations), told.Select(report => report.Iteration));
        Assert.All(told.Zip(told.Skip(1)), pair => Assert.True(pair.Second.Value < pair.First.Value));
        Assert.Equal(first.Value, told[^1].Value);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => LimitedMemoryBfgs.Minimize(Rosenbrock, [])).Message, StringComparison.Ordinal);
        Assert.Contains("start", Assert.Throws<ArgumentException>(() => LimitedMemoryBfgs.Minimize(Rosenbrock, [double.NaN, 0])).Message, StringComparison.Ordinal);
        Assert.Contains("every entry", Assert.Throws<ArgumentException>(() => LimitedMemoryBfgs.Minimize((_, _) => 1, [0.0])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => LimitedMemoryBfgs.Minimize(Rosenbrock, [0, 0], new MinimizationOptions { History = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LimitedMemoryBfgs.Minimize(Rosenbrock, [0, 0], new MinimizationOptions { GradientTolerance = double.NaN }));
        Assert.Throws<ArgumentOutOfRangeException>(() => LimitedMemoryBfgs.Minimize(Rosenbrock, [0, 0], new MinimizationOptions { MaximumEvaluations = 0 }));
        Assert.ThrowsAny<OperationCanceledException>(() => LimitedMemoryBfgs.Minimize(Rosenbrock, [0, 0], cancellation: new CancellationToken(canceled: true)));
    }

    private static double Rosenbrock(ReadOnlySpan<double> x, Span<double> gradient)
    {
        double valley = x[1] - (x[0] * x[0]), rest = 1 - x[0];
        gradient[0] = (-400 * x[0] * valley) - (2 * rest);
        gradient[1] = 200 * valley;
        return (100 * valley * valley) + (rest * rest);
    }

    private static double[] Uniform(KeyedRandom random, int length)
    {
        float[] numbers = new float[length];
        random.FillUniform(numbers);
        return [.. numbers.Select(number => (2.0 * number) - 1)];
    }

    private static double Distance(IReadOnlyList<double> a, IReadOnlyList<double> b) => Math.Sqrt(a.Zip(b, (x, y) => (x - y) * (x - y)).Sum());

    private sealed class Listener(List<MinimizationProgress> told) : IProgress<MinimizationProgress>
    {
        public void Report(MinimizationProgress value) => told.Add(value);
    }
}
