using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Pooling;

/// <summary>Where in each window the largest number lies.</summary>
public static unsafe class WindowMaximum
{
    private const int Part = 1 << 13;

    /// <summary>
    /// The offset of the largest number in each window. The first of equals is taken; padding never is; the first not-a-number counts as
    /// the largest.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="geometry">The windows; each must have a tap that is not padding, and at most 2²⁴ taps.</param>
    /// <param name="source">The numbers, [outer][first][second][third][inner].</param>
    /// <param name="result">The offsets, [outer][windows …][inner]; must not overlap the source.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">A span has not the length that the geometry gives.</exception>
    public static void Offsets<T>(in WindowGeometry geometry, ReadOnlySpan<T> source, Span<T> result, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        if (source.Length != geometry.InputLength) throw new ArgumentException($"{geometry.InputLength} numbers are wanted, not {source.Length}.", nameof(source));
        if (result.Length != geometry.OutputLength) throw new ArgumentException($"{geometry.OutputLength} numbers are wanted, not {result.Length}.", nameof(result));
        if (result.IsEmpty) return;
        fixed (T* from = source, to = result)
        {
            var kernel = new Kernel<T> { Geometry = geometry, Source = from, Result = to, Pool = pool };
            SimdDispatch.Run<T, Kernel<T>>(ref kernel);
        }
    }

    private struct Kernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal WindowGeometry Geometry;
        internal T* Source;
        internal T* Result;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            int rows = Math.Max(1, Part / Geometry.RowSize);
            var body = new WindowMaximumBody<T, TVector>(Geometry, Source, Result, rows);
            Pool.For((Geometry.Rows + rows - 1) / rows, ref body);
        }
    }
}
