using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Operators.Spectra;

/// <summary>Lanczos' method and power iteration against two-sided Jacobi rotations and against formulas.</summary>
public sealed class EigenvalueTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(9, 20)]
    [InlineData(30, 3)]
    [InlineData(60, 5)]
    public void The_ends_of_a_random_spectrum_are_found(int size, int count)
    {
        LinearOperator map = Symmetric(size, size);
        JacobiEigenvalues exact = new(NormTests.Matrix(map));
        SpectrumReport report = map.Spectrum(count);
        int found = Math.Min(count, size);
        Assert.True(report.Converged);
        Assert.Equal(found, report.Smallest.Count);
        Assert.Equal(found, report.Largest.Count);
        for (int i = 0; i < found; i++)
        {
            Check(report.Smallest[i], exact.Values[i], map);
            Check(report.Largest[i], exact.Values[size - 1 - i], map);
        }
    }

    [Fact]
    public void With_few_vectors_it_restarts_and_finds_the_same()
    {
        // The Laplacian of a path with zeros at its ends: 2 − 2 cos(kπ/(n + 1)).
        const int Size = 150;
        Variable kernel = new("w", [3]), signal = new("y", [Size]);
        LinearOperator map = Expressions.Convolve(kernel, signal, Boundary.Same).Linearize(signal, (kernel, new Tensor<double>([3], [-1, 2, -1])));
        SpectrumReport report = map.Spectrum(2, new SpectrumOptions { MostBasisBytes = 8 * Size * 30, MostIterations = 3000 });
        Assert.True(report.Converged);
        Assert.True(report.Iterations > 30);
        for (int k = 1; k <= 2; k++)
        {
            double exact = 2 - (2 * Math.Cos(k * Math.PI / (Size + 1)));
            Check(report.Smallest[k - 1], exact, map);
            Check(report.Largest[k - 1], 4 - exact, map);
        }
    }

    [Fact]
    public void Multiple_eigenvalues_of_an_exhausted_space_are_found_as_often_as_they_are()
    {
        SpectrumReport report = LinearOperator.Identity([40]).Spectrum(3);
        Assert.All(report.Smallest.Concat(report.Largest), pair => Assert.Equal(1, pair.Value, 1e-14));
        Assert.Equal(3, report.Largest.Count);
        Assert.True(report.Converged);
        Assert.Equal(0, LinearOperator.Zero([6], [6]).Spectrum(2).Largest[1].Value);
    }

    [Theory]
    [InlineData(60, 256)]
    [InlineData(120, 30)]
    public void Double_eigenvalues_are_found_twice(int size, int vectors)
    {
        // The Laplacian of a circle: 2 − 2 cos(2πk/n), which k and n − k share.
        Variable kernel = new("w", [3]), signal = new("y", [size]);
        LinearOperator map = Expressions.Convolve(kernel, signal, Boundary.Circular).Linearize(signal, (kernel, new Tensor<double>([3], [-1, 2, -1])));
        SpectrumReport report = map.Spectrum(6, new SpectrumOptions { MostBasisBytes = 8L * size * vectors, MostIterations = 5000 });
        Assert.True(report.Converged);
        double[] exact = [.. Enumerable.Range(0, size).Select(k => 2 - (2 * Math.Cos(2 * Math.PI * k / size))).Order()];
        for (int i = 0; i < 6; i++)
        {
            Assert.True(Math.Abs(report.Smallest[i].Value - exact[i]) <= report.Smallest[i].ErrorEstimate, $"smallest {i}: {report.Smallest[i].Value:R}, exact {exact[i]:R}");
            Assert.True(Math.Abs(report.Largest[i].Value - exact[size - 1 - i]) <= report.Largest[i].ErrorEstimate, $"largest {i}: {report.Largest[i].Value:R}, exact {exact[size - 1 - i]:R}");
            Assert.True(report.Largest[i].ErrorEstimate <= 4e-10);
        }
    }

    [Fact]
    public void A_search_that_ends_before_it_looked_for_multiples_has_not_converged()
    {
        // The ends 1 and 5 are found in 5 steps; that each is there 12 times, in no fewer than 20.
        LinearOperator map = LinearOperator.Diagonal(new Tensor<double>([60], [.. Enumerable.Range(0, 60).Select(i => 1.0 + (i % 5))]));
        SpectrumReport stopped = map.Spectrum(2, new SpectrumOptions { MostIterations = 5 }), report = map.Spectrum(2);
        Assert.False(stopped.Converged);
        Assert.True(report.Converged);
        Assert.Equal([1, 1, 5, 5], report.Smallest.Concat(report.Largest).Select(pair => pair.Value), (a, b) => Math.Abs(a - b) < 1e-10);
        Assert.Equal(report.Iterations, report.History[^1].Iteration);
        Assert.Equal(report.Largest[0].Value, report.History[^1].Value);
        Assert.True(report.History[^1].ErrorEstimate < report.History[0].ErrorEstimate);
    }

    [Fact]
    public void A_picture_of_eight_megapixels_fits_the_memory_that_is_taken_by_default()
    {
        Eigenpair pair = LinearOperator.Identity([2160, 3840]).Spectrum(options: new SpectrumOptions { MostIterations = 1 }).Largest[0];
        Assert.Equal(1, pair.Value, pair.ErrorEstimate);
    }

    [Fact]
    public void A_hessians_most_negative_curvature_is_found_with_its_direction()
    {
        // f = x₀² − 3 x₁² + x₀ x₂ at any point: the Hessian is written down.
        Variable x = new("x", [3]);
        Expr f = Expressions.Sum(Expressions.Square(Expressions.Slice(x, 0, 0, 1))) - (3 * Expressions.Sum(Expressions.Square(Expressions.Slice(x, 0, 1, 1))))
            + Expressions.Sum(Expressions.Slice(x, 0, 0, 1) * Expressions.Slice(x, 0, 2, 1));
        Eigenpair lowest = f.HessianOperator(x, (x, new Tensor<double>([3]))).Spectrum(1).Smallest[0];
        Assert.Equal(-6, lowest.Value, 1e-12);
        Assert.Equal(1, Math.Abs(lowest.Vector.Span[1]), 1e-10);
    }

    [Fact]
    public void A_stopped_search_says_so_and_its_errors_hold()
    {
        LinearOperator map = Symmetric(50, 7);
        JacobiEigenvalues exact = new(NormTests.Matrix(map));
        SpectrumReport report = map.Spectrum(4, new SpectrumOptions { MostIterations = 12 });
        Assert.False(report.Converged);
        Assert.Equal(12, report.Iterations);
        Assert.All(report.Smallest.Concat(report.Largest), pair => Assert.True(exact.Values.Min(value => Math.Abs(value - pair.Value)) <= pair.ErrorEstimate));
        Assert.Contains(report.Smallest, pair => !pair.Converged);
    }

    [Fact]
    public void Power_iteration_finds_the_largest_magnitude_and_tells_its_residuals()
    {
        LinearOperator map = Symmetric(20, 4);
        JacobiEigenvalues exact = new(NormTests.Matrix(map));
        double dominant = exact.Values.MaxBy(Math.Abs);
        PowerIterationReport report = map.PowerIteration(new SpectrumOptions { MostIterations = 20_000, Tolerance = 1e-11 });
        Assert.True(report.Converged);
        Assert.Equal(dominant, report.Value, Math.Abs(dominant) * 1e-10);
        Assert.Equal(report.Iterations, report.History.Count);
        Assert.Equal(report.ErrorEstimate, report.History[^1]);
        Assert.True(report.History[^1] < report.History[0]);
        PowerIterationReport stopped = map.PowerIteration(new SpectrumOptions { MostIterations = 3 });
        Assert.False(stopped.Converged);
        Assert.True(exact.Values.Min(value => Math.Abs(value - stopped.Value)) <= stopped.ErrorEstimate);
        PowerIterationReport zero = LinearOperator.Zero([3], [3]).PowerIteration();
        Assert.True(zero.Converged);
        Assert.Equal(0, zero.Value);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_for_any_number_of_threads()
    {
        LinearOperator map = Symmetric(40, 9);
        using WorkerPool one = new(1), three = new(3);
        SpectrumReport first = map.Spectrum(2, new SpectrumOptions { Workers = one }), second = map.Spectrum(2, new SpectrumOptions { Workers = three });
        Assert.Equal(first.Largest[0].Value, second.Largest[0].Value);
        Assert.Equal(first.Smallest[1].Vector.Span.ToArray(), second.Smallest[1].Vector.Span.ToArray());
        Assert.NotEqual(first.Smallest[1].Vector.Span.ToArray(), map.Spectrum(2, new SpectrumOptions { Seed = 5 }).Smallest[1].Vector.Span.ToArray());
    }

    [Fact]
    public void Maps_that_are_not_their_own_adjoint_are_refused_with_what_to_take()
    {
        LinearOperator rectangular = LinearOperator.Zero([3], [4]), skew = LinearOperator.Of(new Tensor<double>([2, 2], [1, 2, -2, 1]));
        Assert.Contains("map.Adjoint * map", Assert.Throws<ArgumentException>(() => rectangular.Spectrum()).Message, StringComparison.Ordinal);
        Assert.Contains("⟨A u, v⟩", Assert.Throws<ArgumentException>(() => skew.Spectrum()).Message, StringComparison.Ordinal);
        Assert.StartsWith("Power iteration", Assert.Throws<ArgumentException>(() => skew.PowerIteration()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => skew.LargestEigenvalueBound());
        Assert.Equal(5, (skew.Adjoint * skew).Spectrum(1).Largest[0].Value, 1e-12);
    }

    [Fact]
    public void Options_and_memory_are_checked_and_cancellation_stops()
    {
        LinearOperator map = LinearOperator.Identity([1000]);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Spectrum(0));
        Assert.Contains("raise MostBasisBytes", Assert.Throws<InvalidOperationException>(() => map.Spectrum(2, new SpectrumOptions { MostBasisBytes = 8000 * 5 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => LinearOperator.Zero([0], [0]).Spectrum());
        Assert.Throws<OperationCanceledException>(() => map.Spectrum(cancellation: new CancellationToken(true)));
        Assert.Throws<OperationCanceledException>(() => map.PowerIteration(cancellation: new CancellationToken(true)));
        Assert.Throws<ArithmeticException>(() => LinearOperator.Of(new Tensor<double>([1, 1], [double.NaN])).Spectrum());
        Assert.Throws<ArithmeticException>(() => LinearOperator.Of(new Tensor<double>([1, 1], [double.NaN])).PowerIteration());
    }

    private static void Check(Eigenpair pair, double exact, LinearOperator map)
    {
        Assert.True(Math.Abs(pair.Value - exact) <= pair.ErrorEstimate, $"{pair.Value:R} ± {pair.ErrorEstimate:R}, exact {exact:R}");
        Assert.True(pair.Converged);

        // The vector has norm 1, and leaves the residual that is told.
        double[] image = map.Apply(pair.Vector).Span.ToArray();
        double residual = Math.Sqrt(image.Zip(pair.Vector.Span.ToArray(), (a, v) => (a - (pair.Value * v)) * (a - (pair.Value * v))).Sum());
        Assert.True(residual <= (2 * pair.ErrorEstimate) + (1e-13 * Math.Abs(exact)));
        Assert.Equal(1, pair.Vector.Span.ToArray().Sum(v => v * v), 1e-12);
    }

    private static LinearOperator Symmetric(int size, int seed)
    {
        Tensor<double> entries = RandomTensors.Next(new Random(seed), [size, size]);
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < i; j++)
            {
                entries[i, j] = entries[j, i];
            }
        }

        return LinearOperator.Of(entries);
    }
}
