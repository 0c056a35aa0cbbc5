using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Operators.Spectra;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Operators.Spectra;

/// <summary>Singular values against two-sided Jacobi rotations and against formulas.</summary>
public sealed class SingularValueTests
{
    [Theory]
    [InlineData(12, 12)]
    [InlineData(20, 7)]
    [InlineData(6, 17)]
    [InlineData(1, 1)]
    [InlineData(1, 9)]
    public void All_values_of_a_small_map_are_those_of_its_matrix(int rows, int columns)
    {
        Tensor<double> entries = RandomTensors.Next(new Random(rows), [rows, columns]);
        LinearOperator map = LinearOperator.Of(entries);
        double[] exact = JacobiEigenvalues.SingularValues(NormTests.Matrix(map));
        SingularValueReport report = map.SingularValues();
        Assert.True(report.IsComplete);
        Assert.Equal(exact.Length, report.Values.Count);
        for (int i = 0; i < exact.Length; i++)
        {
            Assert.True(Math.Abs(exact[i] - report.Values[i].Value) <= report.Values[i].ErrorEstimate, $"value {i}: {report.Values[i]}, exact {exact[i]:R}");
            Assert.True(report.Values[i].ErrorEstimate <= 1e-13 * exact[0]);
        }
    }

    [Fact]
    public void Circular_convolution_has_the_magnitudes_of_the_kernels_fourier_transform()
    {
        // A circulant matrix is diagonal in the Fourier basis (Golub and Van Loan 2013, section 4.8).
        const int Size = 24;
        Variable kernel = new("w", [5]), signal = new("y", [Size]);
        Tensor<double> w = new([5], [0.5, -1, 2, 0.25, 1]);
        LinearOperator map = Expressions.Convolve(kernel, signal, Boundary.Circular).Linearize(signal, (kernel, w));
        double[] exact = [.. Enumerable.Range(0, Size).Select(p => Enumerable.Range(0, 5).Aggregate(
            System.Numerics.Complex.Zero, (sum, k) => sum + (w.Span[k] * System.Numerics.Complex.FromPolarCoordinates(1, -2 * Math.PI * k * p / Size))).Magnitude).OrderDescending()];
        Assert.Equal(exact, map.SingularValues().Values.Select(value => value.Value), (a, b) => Math.Abs(a - b) < 1e-13);
        Assert.Equal(exact[0] / exact[^1], map.ConditionNumber().Value, 1e-11);
    }

    [Fact]
    public void Small_values_beside_large_ones_are_found_where_the_columns_determine_them()
    {
        // Columns that are orthogonal already, of lengths 1e120 … 1e−120.
        double[] lengths = [1e120, 1, 1e-60, 1e-120];
        SingularValueReport report = LinearOperator.Diagonal(new Tensor<double>([4], lengths)).SingularValues();
        Assert.Equal(lengths, report.Values.Select(value => value.Value), (a, b) => Math.Abs(a - b) <= 1e-14 * a);
    }

    [Fact]
    public void Singular_maps_have_no_finite_condition_number()
    {
        // Rank one, and a difference that constants vanish under.
        Assert.Equal(double.PositiveInfinity, LinearOperator.Of(new Tensor<double>([2, 2], [1, 2, 2, 4])).ConditionNumber().Value);
        Assert.Equal(double.PositiveInfinity, LinearOperator.Zero([3], [4]).ConditionNumber().Value);
        Variable kernel = new("w", [2]), signal = new("y", [9]);
        LinearOperator difference = Expressions.Convolve(kernel, signal, Boundary.Circular).Linearize(signal, (kernel, new Tensor<double>([2], [1, -1])));
        ConditionReport report = difference.ConditionNumber();
        Assert.Equal(double.PositiveInfinity, report.Value);
        Assert.False(report.IsExact, "a value that is not told from zero is not exact");
        Assert.Contains("singular", report.Explanation, StringComparison.Ordinal);
        Assert.Equal(1, LinearOperator.Identity([5]).ConditionNumber().Value, 1e-14);
    }

    [Fact]
    public void A_map_is_not_called_singular_for_a_value_below_the_error_of_the_others()
    {
        // Orthogonal columns have their lengths for singular values, however short they are.
        ConditionReport dense = LinearOperator.Diagonal(new Tensor<double>([2], [1, 1e-15])).ConditionNumber();
        Assert.Equal(1e15, dense.Value, 1e3);
        Assert.True(dense.IsExact);

        // A value by Lanczos within the tolerance of zero: the estimate does not exceed what is true.
        Random random = new(3);
        double[] diagonal = [.. Enumerable.Range(0, 400).Select(_ => 1 + (4 * random.NextDouble()))];
        diagonal[17] = 1e-4;
        List<string> told = [];
        foreach (double tolerance in new[] { 0.3, 0.1, 0.03, 0.01, 1e-3, 1e-4 })
        {
            ConditionReport estimate = LinearOperator.Diagonal(new Tensor<double>([400], diagonal)).ConditionNumber(new SpectrumOptions { Tolerance = tolerance });
            Assert.False(estimate.IsExact);
            Assert.InRange(estimate.Value, 1, diagonal.Max() / diagonal.Min() * (1 + 1e-8));
            told.Add(estimate.Explanation);
        }

        Assert.Contains(told, sentence => sentence.Contains("singular up to the tolerance", StringComparison.Ordinal));
    }

    [Fact]
    public void A_hilbert_matrix_has_its_published_condition_number()
    {
        // κ₂ of the 8×8 Hilbert matrix: 1.526e10 (Higham 2002, section 28.1).
        Tensor<double> hilbert = new([8, 8]);
        for (int i = 0; i < 64; i++)
        {
            hilbert.Span[i] = 1.0 / ((i / 8) + (i % 8) + 1);
        }

        Assert.InRange(LinearOperator.Of(hilbert).ConditionNumber().Value, 1.525e10, 1.5265e10);
    }

    [Fact]
    public void Of_a_large_map_the_ends_are_found_with_errors_that_hold()
    {
        // A diagonal with known values; 400 entries are too many for the dense method.
        Random random = new(3);
        double[] diagonal = [.. Enumerable.Range(0, 400).Select(_ => 1 + (9 * random.NextDouble()))];
        (diagonal[17], diagonal[200]) = (20, 0.1);
        SingularValueReport report = LinearOperator.Diagonal(new Tensor<double>([400], diagonal)).SingularValues();
        Assert.False(report.IsComplete);
        Assert.True(report.Largest.Converged && report.Smallest.Converged);
        Assert.True(Math.Abs(report.Largest.Value - 20) <= report.Largest.ErrorEstimate);
        Assert.True(Math.Abs(report.Smallest.Value - 0.1) <= report.Smallest.ErrorEstimate);

        // Stopped early, the value says that it has not converged, and is no lower than the true one.
        SingularValueReport early = LinearOperator.Diagonal(new Tensor<double>([400], diagonal)).SingularValues(new SpectrumOptions { MostIterations = 10 });
        Assert.False(early.Smallest.Converged);
        Assert.True(early.Smallest.Value >= 0.1);
        Assert.True(diagonal.Min(value => Math.Abs(value - early.Smallest.Value)) <= early.Smallest.ErrorEstimate);
        ConditionReport condition = LinearOperator.Diagonal(new Tensor<double>([400], diagonal)).ConditionNumber(new SpectrumOptions { MostIterations = 10 });
        Assert.False(condition.IsExact);
        Assert.Contains("has not converged", condition.Explanation, StringComparison.Ordinal);
        Assert.InRange(condition.Value, 1, 200);
    }

    [Fact]
    public void An_empty_map_has_no_singular_values() =>
        Assert.Contains("no singular values", Assert.Throws<InvalidOperationException>(() => LinearOperator.Zero([0], [3]).SingularValues()).Message, StringComparison.Ordinal);
}
