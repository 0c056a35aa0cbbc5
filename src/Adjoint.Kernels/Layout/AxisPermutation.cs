using System.Numerics;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Layout;

/// <summary>Copies an array whose axes lie in another order, as transposes of any number of axes need.</summary>
public static unsafe class AxisPermutation
{
    /// <summary>Numbers that a thread takes at a time.</summary>
    private const int Part = 1 << 14;

    /// <summary>Longest stretch of the innermost axis that a block covers: one and a half pages of float64.</summary>
    private const int LongestRun = 1024;

    /// <summary>Numbers in a block, as far as the axes allow: source and result of it stay in the first-level cache.</summary>
    private const int Block = 4096;

    /// <summary>
    /// result[i, j, …] = source[i · strides[0] + j · strides[1] + …]. Axes that can be walked as one are merged, and the two axes along
    /// which source and result are contiguous are walked in square blocks.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="lengths">Lengths of the result's axes, outermost first.</param>
    /// <param name="strides">Distances of neighbours along them in the source; 0 or more.</param>
    /// <param name="source">Where to read.</param>
    /// <param name="result">The copy in C order, overwritten; must not overlap the source.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">The axes reach beyond the source, or the result has not the length that they give.</exception>
    public static void Copy<T>(ReadOnlySpan<int> lengths, ReadOnlySpan<int> strides, ReadOnlySpan<T> source, Span<T> result, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        Check(lengths, strides, source.Length, result.Length);
        if (result.IsEmpty) return;

        // Merged axes, innermost first.
        int* axes = stackalloc int[lengths.Length + 2], steps = stackalloc int[lengths.Length + 2], places = stackalloc int[lengths.Length + 2];
        int count = 0;
        for (int axis = lengths.Length - 1, place = 1; axis >= 0; place *= lengths[axis--])
        {
            if (lengths[axis] == 1) continue;
            if (count > 0 && strides[axis] == steps[count - 1] * (long)axes[count - 1])
            {
                axes[count - 1] *= lengths[axis];
                continue;
            }

            axes[count] = lengths[axis];
            steps[count] = strides[axis];
            places[count++] = place;
        }

        for (; count < 2; count++)
        {
            axes[count] = 1;
            steps[count] = places[count] = 0;
        }

        // The second axis of a block is the one along which the source is contiguous, if the first is not.
        for (int axis = 2; axis < count && steps[0] != 1 && steps[1] != 1; axis++)
        {
            if (steps[axis] != 1) continue;
            (axes[1], axes[axis]) = (axes[axis], axes[1]);
            (steps[1], steps[axis]) = (steps[axis], steps[1]);
            (places[1], places[axis]) = (places[axis], places[1]);
        }

        fixed (T* from = source, to = result)
        {
            int columns = Math.Min(axes[0], LongestRun), rows = Math.Min(axes[1], Math.Max(1, Block / columns));
            var body = new PermutationBody<T>
            {
                Source = from,
                Result = to,
                Axes = count,
                Lengths = axes,
                SourceStrides = steps,
                ResultStrides = places,
                BlockColumns = columns,
                BlockRows = rows,
                BlocksInPart = Math.Max(1, Part / (columns * rows)),
            };
            pool.For((int)((body.Blocks + body.BlocksInPart - 1) / body.BlocksInPart), ref body);
        }
    }

    private static void Check(ReadOnlySpan<int> lengths, ReadOnlySpan<int> strides, int source, int result)
    {
        if (lengths.Length != strides.Length) throw new ArgumentException($"{lengths.Length} axes need as many strides, not {strides.Length}.", nameof(strides));
        long size = 1, last = 0;
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(lengths[axis], nameof(lengths));
            ArgumentOutOfRangeException.ThrowIfNegative(strides[axis], nameof(strides));
            size *= lengths[axis];
            last += (lengths[axis] - 1L) * strides[axis];
        }

        if (size != result) throw new ArgumentException($"{size} numbers are wanted, not {result}.", nameof(result));
        if (size > 0 && last >= source) throw new ArgumentException($"The axes reach number {last} of {source}.", nameof(source));
    }
}
