using System.Numerics;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Reductions;

namespace Adjoint.Primitives.Shaping;

/// <summary>
/// Adds a large value up into a smaller one that broadcasts to it. Runs along memory are summed by the blocked reduction,
/// in an order that depends on the shapes alone.
/// </summary>
internal static class StridedSum
{
    /// <summary>Rows that are added up into one partial sum before partial sums are added, so that rounding does not grow with the number of rows.</summary>
    private const int RowsInPartialSum = 128;

    /// <summary>Adds up.</summary>
    /// <param name="axes">The axes of the large value, with the small value's strides.</param>
    /// <param name="values">The large value, in its memory order.</param>
    /// <param name="sums">The small value, overwritten.</param>
    public static void Execute<T>(StridedAxes axes, ReadOnlySpan<T> values, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        sums.Clear();
        if (values.IsEmpty)
        {
            return;
        }

        if (axes.Count == 1 && axes.RunStride == 0)
        {
            sums[0] = Reduction.Sum(values);
        }
        else if (axes.RunStride == 0)
        {
            for (int run = 0; run * axes.Run < values.Length; run++)
            {
                sums[axes.Offset(run)] += Reduction.Sum(values.Slice(run * axes.Run, axes.Run));
            }
        }
        else if (axes.RunStride == 1)
        {
            AddRows(values, axes, sums);
        }
        else
        {
            for (int run = 0; run * axes.Run < values.Length; run++)
            {
                int offset = axes.Offset(run);
                for (int i = 0; i < axes.Run; i++)
                {
                    sums[offset + (i * axes.RunStride)] += values[(run * axes.Run) + i];
                }
            }
        }
    }

    private static void AddRows<T>(ReadOnlySpan<T> values, StridedAxes axes, Span<T> sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = values.Length / axes.Run;

        // Successive runs that go to the same place are rows of a matrix whose columns are summed.
        int together = axes.Count >= 2 && axes.Stride(axes.Count - 2) == 0 ? axes.Length(axes.Count - 2) : 1;
        Span<T> partial = together > RowsInPartialSum && axes.Run <= 1024 ? stackalloc T[axes.Run] : [];
        for (int row = 0; row < rows; row += together)
        {
            Span<T> target = sums.Slice(axes.Offset(row), axes.Run);
            for (int first = 0; first < together; first += RowsInPartialSum)
            {
                int count = Math.Min(RowsInPartialSum, together - first);
                ReadOnlySpan<T> block = values.Slice((row + first) * axes.Run, count * axes.Run);
                if (partial.IsEmpty)
                {
                    Reduction.AccumulateRows(block, target);
                }
                else
                {
                    partial.Clear();
                    Reduction.AccumulateRows(block, partial);
                    ElementwiseLoops.Apply<T, AddOperator<T>>(target, partial, target);
                }
            }
        }
    }
}
