using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.MatrixProduct;

/// <summary>Multiplies a sparse matrix into one axis of an array.</summary>
public static unsafe class SparseAxisProduct
{
    private const int Part = 1 << 14;

    /// <summary>result[o, r, i] = Σ_c matrix[r, c] · source[o, c, i], the terms of a sum in the order of the stored entries.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="outer">Arrays; 0 or more.</param>
    /// <param name="columns">Columns of the matrix, the length of the source's axis.</param>
    /// <param name="inner">Numbers at each place of the axis; 0 or more.</param>
    /// <param name="starts">Where each row's entries start, and where the last row's end: one number more than rows.</param>
    /// <param name="places">The column of each entry.</param>
    /// <param name="weights">The value of each entry; rounded to <typeparamref name="T"/>.</param>
    /// <param name="source">[outer][columns][inner].</param>
    /// <param name="result">[outer][rows][inner], overwritten; must not overlap the source.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">A span has not the length that the sizes give, or an entry lies outside the matrix.</exception>
    public static void Multiply<T>(
        int outer, int columns, int inner, ReadOnlySpan<int> starts, ReadOnlySpan<int> places, ReadOnlySpan<double> weights,
        ReadOnlySpan<T> source, Span<T> result, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        int rows = starts.Length - 1;
        if (source.Length != (long)outer * columns * inner) throw new ArgumentException($"{(long)outer * columns * inner} numbers are wanted, not {source.Length}.", nameof(source));
        if (result.Length != (long)outer * rows * inner) throw new ArgumentException($"{(long)outer * rows * inner} numbers are wanted, not {result.Length}.", nameof(result));
        Check(starts, places, weights, columns);
        if (result.IsEmpty) return;
        fixed (T* from = source, to = result)
        fixed (int* firsts = starts, indices = places)
        fixed (double* factors = weights)
        {
            var kernel = new Kernel<T>
            {
                Outer = outer,
                Rows = rows,
                Columns = columns,
                Inner = inner,
                Starts = firsts,
                Places = indices,
                Weights = factors,
                Source = from,
                Result = to,
                Pool = pool,
            };
            SimdDispatch.Run<T, Kernel<T>>(ref kernel);
        }
    }

    private static void Check(ReadOnlySpan<int> starts, ReadOnlySpan<int> places, ReadOnlySpan<double> weights, int columns)
    {
        bool rises = starts[0] == 0 && starts[^1] == places.Length && places.Length == weights.Length;
        for (int row = 1; row < starts.Length && rises; row++) rises = starts[row] >= starts[row - 1];
        if (!rises) throw new ArgumentException("The rows' starts must rise from 0 to the number of entries.", nameof(starts));
        foreach (int place in places)
            if ((uint)place >= (uint)columns) throw new ArgumentException($"There is no column {place} in a matrix of {columns}.", nameof(places));
    }

    /// <summary>The arguments of <see cref="Multiply"/>, to be run with the registers that the processor has.</summary>
    internal struct Kernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal int Outer, Rows, Columns, Inner;
        internal int* Starts, Places;
        internal double* Weights;
        internal T* Source, Result;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            int rows = Math.Max(1, Part / Inner);
            var body = new Body<T, TVector> { Arguments = this, RowsPerPart = rows };
            Pool.For((int)((((long)Outer * Rows) + rows - 1) / rows), ref body);
        }
    }

    private struct Body<T, TVector> : IParallelBody
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        internal Kernel<T> Arguments;
        internal int RowsPerPart;

        /// <inheritdoc/>
        public readonly void Run(int part)
        {
            long end = Math.Min((long)Arguments.Outer * Arguments.Rows, ((long)part + 1) * RowsPerPart);
            for (long at = (long)part * RowsPerPart; at < end; at++)
            {
                (long array, long row) = Math.DivRem(at, Arguments.Rows);
                RunRow((int)row, Arguments.Source + ((nint)array * Arguments.Columns * Arguments.Inner), Arguments.Result + ((nint)at * Arguments.Inner));
            }
        }

        private readonly void RunRow(int row, T* from, T* to)
        {
            int first = Arguments.Starts[row], end = Arguments.Starts[row + 1], inner = Arguments.Inner, i = 0;
            for (; i <= inner - TVector.Count; i += TVector.Count)
            {
                TVector sum = TVector.Zero;
                for (int entry = first; entry < end; entry++)
                    sum = TVector.MultiplyAdd(TVector.Load(from + ((nint)Arguments.Places[entry] * inner) + i), TVector.Broadcast(T.CreateTruncating(Arguments.Weights[entry])), sum);
                TVector.Store(sum, to + i);
            }

            for (; i < inner; i++)
            {
                T sum = T.Zero;
                for (int entry = first; entry < end; entry++)
                    sum += from[((nint)Arguments.Places[entry] * inner) + i] * T.CreateTruncating(Arguments.Weights[entry]);
                to[i] = sum;
            }
        }
    }
}
