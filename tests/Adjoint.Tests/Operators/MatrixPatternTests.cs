using Adjoint.Graph;
using Adjoint.Operators;
using Adjoint.Operators.Symbolic;
using Adjoint.Primitives;
using Adjoint.Tensors;
using static Adjoint.Primitives.Expressions;

namespace Adjoint.Tests.Operators;

/// <summary>What a matrix repeats; by the theory, convolutions are Toeplitz and circular ones circulant, in each axis (Gray 2006, Toeplitz and circulant matrices).</summary>
public sealed class MatrixPatternTests
{
    [Theory]
    [InlineData(Boundary.Valid, "3", "5", "Toeplitz")]
    [InlineData(Boundary.Full, "3", "5", "Toeplitz")]
    [InlineData(Boundary.Same, "3", "5", "Toeplitz")]
    [InlineData(Boundary.Circular, "3", "5", "circulant")]
    [InlineData(Boundary.Reflect, "3", "5", null)]
    [InlineData(Boundary.Symmetric, "3", "5", null)]
    [InlineData(Boundary.Replicate, "3", "5", null)]
    [InlineData(Boundary.Valid, "2x2", "4x3", "block-Toeplitz with Toeplitz blocks")]
    [InlineData(Boundary.Circular, "2x2", "4x3", "block-circulant with circulant blocks")]
    [InlineData(Boundary.Valid, "4x2", "4x3", "Toeplitz blocks")]
    [InlineData(Boundary.Valid, "2x3", "4x3", "block-Toeplitz")]
    [InlineData(Boundary.Symmetric, "2x2", "4x1", null)]
    [InlineData(Boundary.Symmetric, "2x1", "4x3", "circulant blocks")]
    [InlineData(Boundary.Full, "2x2x2", "2x2x2", "Toeplitz along each of its 3 axes")]
    public void Of_a_convolution(Boundary boundary, string kernel, string picture, string? expected)
    {
        Variable w = new("w", ShapeOf(kernel)), y = new("y", ShapeOf(picture));
        Assert.Equal(expected, Pattern(SymbolicMatrix.Of(Convolve(w, y, boundary), y)));
    }

    [Fact]
    public void A_correlation_is_a_Hankel_matrix_in_the_kernel()
    {
        Variable w = new("w", [3]), y = new("y", [6]);
        Assert.Equal("Hankel", Pattern(SymbolicMatrix.Of(Correlate(w, y), w)));
        Assert.Equal("Toeplitz", Pattern(SymbolicMatrix.Of(Convolve(w, y), w)));
    }

    [Fact]
    public void One_entry_that_differs_is_noticed()
    {
        double[,] matrix = { { 1, 2, 3 }, { 4, 1, 2 }, { 5, 4, 1 } };
        string? Of() => MatrixPattern.Describe([3], [3], (row, column, otherRow, otherColumn) => matrix[row, column] == matrix[otherRow, otherColumn]);
        Assert.Equal("Toeplitz", Of());
        (matrix[1, 0], matrix[2, 1], matrix[2, 0]) = (3, 3, 2);
        Assert.Equal("circulant", Of());
        matrix[2, 2] = 7;
        Assert.Null(Of());
    }

    [Fact]
    public void Shapes_without_diagonals_have_no_pattern()
    {
        Assert.Null(MatrixPattern.Describe([1], [5], (_, _, _, _) => true));
        Assert.Null(MatrixPattern.Describe([], [], (_, _, _, _) => true));
        Assert.Null(MatrixPattern.Describe([4], [2, 2], (_, _, _, _) => true));
    }

    private static string? Pattern(SymbolicMatrix matrix) =>
        MatrixPattern.Describe(matrix.Range, matrix.Domain, (row, column, otherRow, otherColumn) => matrix[row, column].Equals(matrix[otherRow, otherColumn]));

    private static Shape ShapeOf(string text) => [.. text.Split('x').Select(int.Parse)];
}
