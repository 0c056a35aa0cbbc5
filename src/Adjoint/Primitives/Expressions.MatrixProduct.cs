using Adjoint.Graph;
using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;

namespace Adjoint.Primitives;

/// <content>Products of matrices.</content>
public static partial class Expressions
{
    /// <summary>
    /// The matrix product by the rules of numpy's <c>@</c>: <c>r[…, i, j] = Σ_k a[…, i, k] b[…, k, j]</c>. Axes before the last two are batches
    /// and broadcast. A vector on the left is a row and one on the right a column, and the axis that this adds is dropped again, so that
    /// two vectors give their scalar product.
    /// </summary>
    /// <param name="left">a, with at least one axis.</param>
    /// <param name="right">b, with at least one axis.</param>
    /// <exception cref="ShapeException">An argument is a scalar, the lengths that are summed over differ, or the batches do not broadcast.</exception>
    public static Expr MatrixProduct(Expr left, Expr right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        Shape a = left.Shape, b = right.Shape;
        if (a.Rank == 0 || b.Rank == 0)
        {
            throw new ShapeException($"A matrix product takes vectors or matrices, not {a} and {b}; a number multiplies entry by entry.");
        }

        int terms = a[^1], rows = b.Rank == 1 ? b[0] : b[^2];
        if (terms != rows)
        {
            throw new ShapeException($"The shapes {a} and {b} do not fit a matrix product: {terms} along the last axis of the left meet {rows} of the right.");
        }

        Expr matrix = a.Rank == 1 ? Reshape(left, [1, terms]) : left, other = b.Rank == 1 ? Reshape(right, [terms, 1]) : right;
        Shape outer = a.Rank == 1 ? [] : a[..^1], inner = b.Rank == 1 ? [] : [b[^1]];

        // One matrix on the right of a batch: the batch is nothing but more rows.
        if (other.Shape.Rank == 2)
        {
            Expr flat = matrix.Shape.Rank == 2 ? matrix : Reshape(matrix, [matrix.Shape[..^1].Size, terms]);
            Expr product = new MatrixProduct(false, false).Apply(flat, other);
            Shape shape = [.. outer, .. inner];
            return product.Shape == shape ? product : Reshape(product, shape);
        }

        Expr result = new MatrixProduct(false, false).Apply(matrix, other);
        return a.Rank == 1 ? Reshape(result, [.. result.Shape[..^2], result.Shape[^1]]) : result;
    }
}
