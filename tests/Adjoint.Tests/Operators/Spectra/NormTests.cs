using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Operators.Spectra;

/// <summary>Norms against singular values of the matrix by two-sided Jacobi rotations, and against formulas.</summary>
public sealed class NormTests
{
    public static TheoryData<Boundary, bool, bool, bool> Convolutions()
    {
        TheoryData<Boundary, bool, bool, bool> data = [];
        foreach (Boundary boundary in Enum.GetValues<Boundary>())
        {
            foreach ((bool flips, bool isPicture, bool inKernel) in from a in new[] { false, true } from b in new[] { false, true } from c in new[] { false, true } select (a, b, c))
            {
                data.Add(boundary, flips, isPicture, inKernel);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Convolutions))]
    public void The_norm_of_a_convolution_is_the_largest_singular_value_of_its_matrix(Boundary boundary, bool flips, bool isPicture, bool inKernel)
    {
        LinearOperator map = Convolution(boundary, flips, isPicture, inKernel);
        double exact = JacobiEigenvalues.SingularValues(Matrix(map))[0];
        foreach (LinearOperator either in new[] { map, map.Adjoint })
        {
            NormReport report = either.Norm();
            Assert.InRange(report.Estimate, exact * (1 - 1e-10), exact * (1 + 1e-13));
            Assert.InRange(report.Bound.Value, exact * (1 - 1e-15), exact * (1 + 1e-10));
            Assert.True(Math.Abs(report.Estimate - exact) <= report.ErrorEstimate + (1e-14 * exact));
        }
    }

    [Fact]
    public void A_nonnegative_blur_of_a_large_picture_is_bounded_tightly()
    {
        // Circular, with weights that add to 1: the constant picture is an eigenvector of AᵀA with the eigenvalue 1, and no quotient of Schur's test exceeds it.
        Variable kernel = new("w", [5, 5]), picture = new("y", [200, 300]);
        Tensor<double> w = new(kernel.Shape);
        w.Span.Fill(1.0 / 25);
        CertifiedBound circular = Expressions.Convolve(kernel, picture, Boundary.Circular).Linearize(picture, (kernel, w)).NormBound();
        Assert.InRange(circular.Value, 1, 1 + 1e-9);
        Assert.Contains("Schur", circular.Certificate, StringComparison.Ordinal);

        // With zeros beyond the border it is a submatrix of a larger circular one.
        NormReport same = Expressions.Convolve(kernel, picture, Boundary.Same).Linearize(picture, (kernel, w)).Norm(new SpectrumOptions { MostIterations = 30 });
        Assert.InRange(same.Estimate, 0.99, 1);
        Assert.InRange(same.Bound.Value, same.Estimate, 1 + 1e-9);
    }

    [Fact]
    public void A_signed_kernel_on_a_large_picture_is_bounded_by_the_sum_of_its_magnitudes()
    {
        // Young's inequality for convolutions.
        Variable kernel = new("w", [3, 3]), picture = new("y", [64, 64]);
        Tensor<double> w = new(kernel.Shape, [1, -2, 3, 0.5, -0.25, 1, 0, -1, 2]);
        NormReport report = Expressions.Convolve(kernel, picture, Boundary.Circular).Linearize(picture, (kernel, w)).Norm();
        Assert.InRange(report.Bound.Value, 10.75, 10.75 * (1 + 1e-9));

        // The exact norm is the largest magnitude of the kernel's Fourier transform at the picture's frequencies.
        double exact = (from p in Enumerable.Range(0, 64) from q in Enumerable.Range(0, 64) select Transform(w, p, q, 64)).Max();
        Assert.InRange(report.Estimate, exact * (1 - 1e-9), exact * (1 + 1e-13));
        Assert.True(exact <= report.Estimate + report.ErrorEstimate + 1e-13);
    }

    [Fact]
    public void Random_matrices_of_any_kind_are_bounded_from_both_sides()
    {
        Random random = new(11);
        for (int trial = 0; trial < 300; trial++)
        {
            DenseMatrix matrix = RandomMatrix(random, trial % 6);
            double scale = Math.Pow(10, (trial % 7) switch { 0 => 150, 1 => -150, 2 => 75, _ => 0 });
            Tensor<double> entries = new([matrix.Rows, matrix.Columns]);
            for (int i = 0; i < entries.Span.Length; i++)
            {
                entries.Span[i] = matrix[i / matrix.Columns, i % matrix.Columns] * scale;
            }

            LinearOperator map = LinearOperator.Of(entries);
            double[] values = [.. JacobiEigenvalues.SingularValues(matrix).Select(value => value * scale)];
            double exact = values[0];
            NormReport report = map.Norm();
            Assert.True(report.Bound.Value >= exact * (1 - 1e-14), $"trial {trial}: bound {report.Bound.Value:R}, norm {exact:R}");
            Assert.True(report.Bound.Value <= exact * (1 + 1e-9), $"trial {trial}: bound {report.Bound.Value:R}, norm {exact:R}");

            // Among values that agree to 1e-12 the residual may be that of another than the largest.
            Assert.Equal(exact, report.Estimate, exact * 1e-10);
            Assert.True(values.Min(value => Math.Abs(report.Estimate - value)) <= report.ErrorEstimate + (1e-14 * exact), $"trial {trial}: {report}, norm {exact:R}");
            Assert.True(report.Estimate <= exact * (1 + 1e-13));
        }
    }

    [Fact]
    public void Sums_products_blocks_and_congruences_are_bounded_by_their_parts()
    {
        Random random = new(5);
        Tensor<double> small = RandomTensors.Next(random, [5, 7]), other = RandomTensors.Next(random, [5, 7]);
        LinearOperator a = LinearOperator.Of(small), b = LinearOperator.Of(other), wide = Widened(a), widened = Widened(b);
        (LinearOperator Map, DenseMatrix Matrix)[] cases =
        [
            (wide + widened, Matrix(a + b)),
            ((2.5 * wide) - widened, Matrix((2.5 * a) - b)),
            (wide.Adjoint * widened, Matrix(a.Adjoint * b)),
            (LinearOperator.Stack(wide, widened), Matrix(LinearOperator.Stack(a, b))),
            (-wide, Matrix(a)),
        ];
        foreach ((LinearOperator map, DenseMatrix matrix) in cases)
        {
            double exact = JacobiEigenvalues.SingularValues(matrix)[0];
            NormReport report = map.Norm();
            Assert.InRange(report.Bound.Value, exact * (1 - 1e-14), exact * 200);
            Assert.Equal(exact, report.Estimate, exact * 1e-9);
        }
    }

    [Fact]
    public void A_gauss_newton_operator_is_bounded_by_its_parts()
    {
        // JᵀHJ with J = diag(d) and H = 2 I: the norm is 2 max d².
        Variable w = new("w", [2000]), d = new("d", [2000]);
        Tensor<double> entries = RandomTensors.Next(new Random(4), [2000]);
        LinearOperator map = (d * w).GaussNewtonOperator(z => Expressions.Sum(Expressions.Square(z)), [w], (d, entries));
        double exact = 2 * entries.Span.ToArray().Max(entry => entry * entry);
        CertifiedBound bound = map.LargestEigenvalueBound();
        Assert.InRange(bound.Value, exact, exact * (1 + 1e-9));
        Assert.Contains("‖J‖²‖H‖", bound.Certificate, StringComparison.Ordinal);
    }

    [Fact]
    public void The_largest_eigenvalue_of_a_hessian_is_bounded_to_eight_digits()
    {
        Random random = new(8);
        Variable kernel = new("w", [4, 4]), picture = new("y", [20, 17]);
        Tensor<double> y = RandomTensors.Next(random, picture.Shape), x = RandomTensors.Next(random, [17, 14]);
        Variable target = new("x", [17, 14]);
        Expr loss = Expressions.Sum(Expressions.Square(target - Expressions.Convolve(kernel, picture)));
        LinearOperator hessian = loss.HessianOperator(kernel, (picture, y), (target, x)), map = Expressions.Convolve(kernel, picture).Linearize(kernel, (picture, y));
        double norm = JacobiEigenvalues.SingularValues(Matrix(map))[0], exact = 2 * norm * norm;
        Assert.InRange(hessian.LargestEigenvalueBound().Value, exact * (1 - 1e-14), exact * (1 + 1e-8));

        // And of a negative definite map it is negative.
        LinearOperator negative = LinearOperator.Diagonal(new Tensor<double>([3], [-4, -2, -3]));
        Assert.InRange(negative.LargestEigenvalueBound().Value, -2, -2 + 1e-9);
    }

    [Fact]
    public void Zero_one_by_one_and_empty_maps_have_their_norms()
    {
        NormReport zero = LinearOperator.Zero([4], [3, 2]).Norm();
        Assert.Equal(0, zero.Estimate);
        Assert.InRange(zero.Bound.Value, 0, 1e-100);
        Assert.Equal(0, LinearOperator.Zero([1500], [1600]).NormBound().Value);
        NormReport one = LinearOperator.Of(new Tensor<double>([1, 1], [-3])).Norm();
        Assert.Equal(3, one.Estimate, 1e-14);
        Assert.InRange(one.Bound.Value, 3, 3 + 1e-10);
        Assert.Equal(0, LinearOperator.Zero([0], [3]).Norm().Bound.Value);
        Assert.Equal(1, LinearOperator.Identity([40]).Norm().Estimate, 1e-14);
        Assert.InRange(LinearOperator.Identity([5000]).Norm().Bound.Value, 1, 1 + 1e-10);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Numbers_that_are_not_finite_are_an_error_and_have_no_bound(double bad)
    {
        LinearOperator map = LinearOperator.Of(new Tensor<double>([2, 2], [1, bad, 2, 3]));
        Assert.Equal(double.PositiveInfinity, map.NormBound().Value);
        Assert.Contains("not finite", Assert.Throws<ArithmeticException>(() => map.Norm()).Message, StringComparison.Ordinal);
        Assert.Throws<ArithmeticException>(() => map.SingularValues());
        Tensor<double> diagonal = new([2000]);
        diagonal.Span[7] = bad;
        Assert.Equal(double.PositiveInfinity, LinearOperator.Diagonal(diagonal).NormBound().Value);
    }

    [Fact]
    public void Of_a_large_map_of_functions_nothing_is_proven()
    {
        LinearOperator map = LinearOperator.Create([3000], [3000], u => u, v => v);
        NormReport report = map.Norm();
        Assert.Equal(double.PositiveInfinity, report.Bound.Value);
        Assert.Equal(1, report.Estimate, 1e-13);
        Assert.Contains("nothing is known", report.Bound.Certificate, StringComparison.Ordinal);
        Assert.InRange(LinearOperator.Create([30], [30], u => u, v => v).NormBound().Value, 1, 1 + 1e-10);
    }

    [Fact]
    public void A_report_says_whether_it_converged_and_how()
    {
        LinearOperator map = LinearOperator.Of(RandomTensors.Next(new Random(9), [80, 70]));
        NormReport report = map.Norm(), stopped = map.Norm(new SpectrumOptions { MostIterations = 5 });
        Assert.True(report.Converged);
        Assert.Equal(new SpectrumProgress(report.Iterations, report.Estimate, report.ErrorEstimate), report.History[^1]);
        Assert.Equal(1, report.History[0].Iteration);

        // A larger Krylov space has no smaller norm.
        Assert.All(report.History.Zip(report.History.Skip(1)), pair => Assert.True(pair.Second.Iteration > pair.First.Iteration && pair.Second.Value >= pair.First.Value * (1 - 1e-14)));
        Assert.False(stopped.Converged);
        Assert.Equal(5, stopped.Iterations);
    }

    [Fact]
    public void The_estimate_is_the_same_with_little_memory()
    {
        // Without keeping vectors: the extreme values are right, only copies of them come again.
        Random random = new(2);
        LinearOperator map = LinearOperator.Of(RandomTensors.Next(random, [60, 50]));
        double kept = map.Norm().Estimate, lost = map.Norm(new SpectrumOptions { MostBasisBytes = 0, MostIterations = 200 }).Estimate;
        Assert.Equal(kept, lost, kept * 1e-12);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_for_any_number_of_threads()
    {
        LinearOperator map = Convolution(Boundary.Reflect, true, true, false);
        using WorkerPool one = new(1), three = new(3);
        NormReport first = map.Norm(new SpectrumOptions { Workers = one }), second = map.Norm(new SpectrumOptions { Workers = three });
        Assert.Equal(first with { History = [] }, second with { History = [] });
        Assert.Equal(first.History, second.History);
        Assert.NotEqual(first.ErrorEstimate, map.Norm(new SpectrumOptions { Seed = 1 }).ErrorEstimate);
    }

    [Fact]
    public void Options_out_of_range_are_named_and_cancellation_stops()
    {
        LinearOperator map = LinearOperator.Identity([3]);
        Assert.Contains("tolerance", Assert.Throws<ArgumentOutOfRangeException>(() => map.Norm(new SpectrumOptions { Tolerance = -1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Norm(new SpectrumOptions { MostIterations = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => map.Norm(new SpectrumOptions { MostBasisBytes = -1 }));
        Assert.Throws<OperationCanceledException>(() => map.Norm(cancellation: new CancellationToken(true)));
        using CancellationTokenSource source = new();
        LinearOperator slow = LinearOperator.Create([3000], [3000], u =>
        {
            source.Cancel();
            return u;
        }, v => v);
        Assert.Throws<OperationCanceledException>(() => slow.Norm(new SpectrumOptions { Tolerance = 0 }, source.Token));
    }

    internal static LinearOperator Convolution(Boundary boundary, bool flips, bool isPicture, bool inKernel)
    {
        Random random = new((int)boundary + (flips ? 10 : 0) + (isPicture ? 100 : 0) + (inKernel ? 1000 : 0));
        Variable kernel = new("w", isPicture ? [3, 2] : [4]), signal = new("y", isPicture ? [7, 6] : [15]);
        Expr filtered = flips ? Expressions.Convolve(kernel, signal, boundary) : Expressions.Correlate(kernel, signal, boundary);
        return filtered.Linearize(inKernel ? kernel : signal, (kernel, RandomTensors.Next(random, kernel.Shape)), (signal, RandomTensors.Next(random, signal.Shape)));
    }

    internal static DenseMatrix Matrix(LinearOperator map) => DenseMatrix.Of(u => map.Apply(u), map.Domain, map.Range);

    /// <summary>A matrix of one of six kinds, of random size.</summary>
    private static DenseMatrix RandomMatrix(Random random, int kind)
    {
        int rows = random.Next(1, 14), columns = random.Next(1, 14);
        DenseMatrix matrix = new(rows, columns);
        double[] left = [.. Enumerable.Range(0, rows).Select(_ => random.NextDouble() - 0.5)], right = [.. Enumerable.Range(0, columns).Select(_ => random.NextDouble() - 0.5)];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                double noise = random.NextDouble() - 0.5;
                matrix[i, j] = kind switch
                {
                    0 => noise,
                    1 => left[i] * right[j],
                    2 => (left[i] * right[j]) + (1e-9 * noise),
                    3 => i == j ? 1 + (1e-12 * noise) : 0,
                    4 => noise * Math.Pow(10, random.Next(-8, 9)),
                    _ => 1 + (1e-3 * noise),
                };
            }
        }

        return matrix;
    }

    /// <summary>A map with the singular values of another, and zeros, on a domain and a range too large for a matrix.</summary>
    private static LinearOperator Widened(LinearOperator map) => LinearOperator.BlockDiagonal(map, LinearOperator.Zero([4000], [4300]));

    private static double Transform(Tensor<double> w, int p, int q, int size)
    {
        System.Numerics.Complex sum = 0;
        for (int i = 0; i < w.Shape[0]; i++)
        {
            for (int j = 0; j < w.Shape[1]; j++)
            {
                sum += w[i, j] * System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * ((i * p) + (j * q)) / size);
            }
        }

        return sum.Magnitude;
    }
}
