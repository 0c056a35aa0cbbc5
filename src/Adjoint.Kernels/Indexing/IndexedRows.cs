using System.Numerics;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Indexing;

/// <summary>Reads and adds up rows that are chosen by index: two maps that are each other's adjoints.</summary>
public static unsafe class IndexedRows
{
    private const int Part = 1 << 14;

    /// <summary>result[o, k, i] = source[o, indices[k], i].</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="outer">Arrays; 0 or more.</param>
    /// <param name="length">Rows of an array of the source.</param>
    /// <param name="inner">Numbers of a row; 0 or more.</param>
    /// <param name="source">[outer][length][inner].</param>
    /// <param name="indices">Whole numbers from 0 to <paramref name="length"/> − 1.</param>
    /// <param name="result">[outer][indices][inner], overwritten; must not overlap the others.</param>
    /// <param name="pool">The threads to use.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sizes give, or an index is none.</exception>
    public static void Gather<T>(int outer, int length, int inner, ReadOnlySpan<T> source, ReadOnlySpan<T> indices, Span<T> result, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        Check(outer, length, inner, source.Length, indices, result.Length);
        if (result.IsEmpty) return;
        fixed (T* large = source, places = indices, small = result)
        {
            int rows = Math.Max(1, Part / inner);
            var body = new Body<T> { Length = length, Inner = inner, Count = indices.Length, Rows = outer * indices.Length, RowsPerPart = rows, Large = large, Places = places, Small = small };
            pool.For((body.Rows + rows - 1) / rows, ref body);
        }
    }

    /// <summary>Clears the result, then result[o, indices[k], i] += values[o, k, i] in the order of k.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="outer">Arrays; 0 or more.</param>
    /// <param name="length">Rows of an array of the result.</param>
    /// <param name="inner">Numbers of a row; 0 or more.</param>
    /// <param name="values">[outer][indices][inner].</param>
    /// <param name="indices">Whole numbers from 0 to <paramref name="length"/> − 1.</param>
    /// <param name="result">[outer][length][inner], overwritten; must not overlap the others.</param>
    /// <param name="pool">The threads to use, each for whole arrays; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sizes give, or an index is none.</exception>
    public static void ScatterAdd<T>(int outer, int length, int inner, ReadOnlySpan<T> values, ReadOnlySpan<T> indices, Span<T> result, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        Check(outer, length, inner, result.Length, indices, values.Length);
        result.Clear();
        if (values.IsEmpty) return;
        fixed (T* small = values, places = indices, large = result)
        {
            // Rows of one array may meet: an array is one thread's.
            var body = new Body<T>
            {
                Length = length,
                Inner = inner,
                Count = indices.Length,
                Rows = outer * indices.Length,
                RowsPerPart = indices.Length,
                Large = large,
                Places = places,
                Small = small,
                Adds = true,
            };
            pool.For(outer, ref body);
        }
    }

    private static void Check<T>(int outer, int length, int inner, int large, ReadOnlySpan<T> indices, int small)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (large != (long)outer * length * inner) throw new ArgumentException($"{(long)outer * length * inner} numbers are wanted for the rows, not {large}.");
        if (small != (long)outer * indices.Length * inner) throw new ArgumentException($"{(long)outer * indices.Length * inner} numbers are wanted for the indices, not {small}.");
        for (int i = 0; i < indices.Length; i++)
        {
            if (WholeNumber.Index(indices[i], length) < 0)
                throw new ArgumentException($"The index {indices[i]} at number {i} lies outside an axis of length {length}; it must be a whole number from 0 to {length - 1}.", nameof(indices));
        }
    }

    private struct Body<T> : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal int Length, Inner, Count, Rows, RowsPerPart;
        internal T* Large, Places, Small;
        internal bool Adds;

        /// <inheritdoc/>
        public readonly void Run(int part)
        {
            int end = (int)Math.Min(Rows, ((long)part + 1) * RowsPerPart);
            for (int row = part * RowsPerPart; row < end; row++)
            {
                (int array, int k) = Math.DivRem(row, Count);
                T* large = Large + ((((nint)array * Length) + WholeNumber.Index(Places[k], Length)) * Inner), small = Small + ((nint)row * Inner);
                if (Inner == 1)
                {
                    if (Adds) *large += *small;
                    else *small = *large;
                }
                else
                {
                    var from = new ReadOnlySpan<T>(Adds ? small : large, Inner);
                    if (Adds) ElementwiseLoops.Apply<T, AddOperator<T>>(new ReadOnlySpan<T>(large, Inner), from, new Span<T>(large, Inner));
                    else from.CopyTo(new Span<T>(small, Inner));
                }
            }
        }
    }
}
