using System.Numerics;
using System.Runtime.Intrinsics;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Reductions;

/// <summary>
/// Sums and extrema over spans, in an order that depends on the length alone. Long sums are halved until a block of
/// some hundred numbers remains, so that rounding errors grow with the logarithm of the length. Every function takes
/// time in proportion to the length.
/// </summary>
public static unsafe class Reduction
{
    private const int Block = 512;
    private const int BlockRows = 256;

    /// <summary>The sum; 0 for an empty span.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers.</param>
    public static T Sum<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        fixed (T* from = x) return Halve<T, SumReduction<T>>(from, from, x.Length);
    }

    /// <summary>The sum of x[i] · y[i]; 0 for empty spans.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">Left factors.</param>
    /// <param name="y">Right factors, as many.</param>
    /// <exception cref="ArgumentException">Lengths differ.</exception>
    public static T Dot<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> y)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (x.Length != y.Length) throw new ArgumentException($"{x.Length} left factors, {y.Length} right ones.", nameof(y));
        fixed (T* left = x, right = y) return Halve<T, DotReduction<T>>(left, right, x.Length);
    }

    /// <summary>The sum of squares; 0 for an empty span.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers.</param>
    public static T SumOfSquares<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Dot(x, x);

    /// <summary>The greatest number; not-a-number if any is.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers, at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    public static T Max<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Extremum<T, MaxOperator<T>>(x);

    /// <summary>The smallest number; not-a-number if any is.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="x">The numbers, at least one.</param>
    /// <exception cref="ArgumentException"><paramref name="x"/> is empty.</exception>
    public static T Min<T>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => Extremum<T, MinOperator<T>>(x);

    /// <summary>result[j] = result[j] + Σ over i of matrix[i · columns + j], <c>columns</c> being the length of the result.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="matrix">Rows of as many numbers as <paramref name="result"/> has, one after the other.</param>
    /// <param name="result">Added to.</param>
    /// <exception cref="ArgumentException">The matrix is no whole number of rows.</exception>
    public static void AccumulateRows<T>(ReadOnlySpan<T> matrix, Span<T> result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (matrix.IsEmpty) return;
        int columns = result.Length;
        if (columns == 0 || matrix.Length % columns != 0)
            throw new ArgumentException($"{matrix.Length} numbers are no whole number of rows of {columns}.", nameof(matrix));
        int rows = matrix.Length / columns;
        bool narrow = columns < 16 && Vector128.IsHardwareAccelerated;
        fixed (T* from = matrix, to = result)
        {
            // Blocks of rows: a sum of sums loses less than one long sum.
            for (int row = 0; row < rows; row += BlockRows)
            {
                T* start = from + ((nint)row * columns);
                int count = Math.Min(BlockRows, rows - row);
                if (narrow)
                {
                    var loop = new NarrowRowsLoop<T> { Matrix = start, Rows = count, Columns = columns, Sums = to };
                    SimdDispatch.Run<T, NarrowRowsLoop<T>>(ref loop);
                }
                else
                {
                    var loop = new RowsLoop<T> { Matrix = start, Rows = count, Columns = columns, Sums = to };
                    SimdDispatch.Run<T, RowsLoop<T>>(ref loop, columns);
                }
            }
        }
    }

    private static T Halve<T, TReduction>(T* x, T* y, nint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TReduction : struct, IReduction<T>
    {
        if (length > Block)
        {
            nint half = (length / 2 + Block - 1) / Block * Block;
            return Halve<T, TReduction>(x, y, half) + Halve<T, TReduction>(x + half, y + half, length - half);
        }

        var loop = new SumLoop<T, TReduction> { X = x, Y = y, Length = length };
        SimdDispatch.Run<T, SumLoop<T, TReduction>>(ref loop);
        return loop.Result;
    }

    private static T Extremum<T, TOperator>(ReadOnlySpan<T> x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        if (x.IsEmpty) throw new ArgumentException("An empty span has no greatest or smallest number.", nameof(x));
        fixed (T* from = x)
        {
            var loop = new ExtremumLoop<T, TOperator> { X = from, Length = x.Length };
            SimdDispatch.Run<T, ExtremumLoop<T, TOperator>>(ref loop, x.Length);
            return loop.Result;
        }
    }
}
