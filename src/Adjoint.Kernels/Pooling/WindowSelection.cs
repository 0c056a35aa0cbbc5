using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Pooling;

/// <summary>Reads one number of each window, or adds one to each: two maps that are each other's adjoints.</summary>
public static unsafe class WindowSelection
{
    private const int Part = 1 << 13;

    /// <summary>result[w] = the source's number at tap offsets[w] of window w; 0 where that tap is padding.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="geometry">The windows.</param>
    /// <param name="source">[outer][first][second][third][inner].</param>
    /// <param name="offsets">[outer][windows …][inner]; whole numbers below the number of taps.</param>
    /// <param name="result">[outer][windows …][inner]; must not overlap the others.</param>
    /// <param name="pool">The threads to use; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">A span has not the length that the geometry gives, or an offset is no tap.</exception>
    public static void Gather<T>(in WindowGeometry geometry, ReadOnlySpan<T> source, ReadOnlySpan<T> offsets, Span<T> result, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        Check(geometry, source.Length, offsets.Length, result.Length);
        if (result.IsEmpty) return;
        fixed (T* large = source, places = offsets, small = result)
        {
            var kernel = new Kernel<T> { Geometry = geometry, Large = large, Offsets = places, Small = small, RowsPerPart = Math.Max(1, Part / geometry.RowSize), Adds = false, Pool = pool };
            SimdDispatch.Run<T, Kernel<T>>(ref kernel, geometry.Inner);
        }
    }

    /// <summary>Clears the result, then adds values[w] to its number at tap offsets[w] of window w, in the order of w; nothing where that tap is padding.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="geometry">The windows.</param>
    /// <param name="values">[outer][windows …][inner].</param>
    /// <param name="offsets">[outer][windows …][inner]; whole numbers below the number of taps.</param>
    /// <param name="result">[outer][first][second][third][inner]; must not overlap the others.</param>
    /// <param name="pool">The threads to use, each for whole arrays; the result does not depend on their number.</param>
    /// <exception cref="ArgumentException">A span has not the length that the geometry gives, or an offset is no tap.</exception>
    public static void ScatterAdd<T>(in WindowGeometry geometry, ReadOnlySpan<T> values, ReadOnlySpan<T> offsets, Span<T> result, WorkerPool pool)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(pool);
        Check(geometry, result.Length, offsets.Length, values.Length);
        result.Clear();
        if (values.IsEmpty) return;
        fixed (T* small = values, places = offsets, large = result)
        {
            // Windows of one array may meet: an array is one thread's.
            var kernel = new Kernel<T> { Geometry = geometry, Large = large, Offsets = places, Small = small, RowsPerPart = geometry.First.Output * geometry.Second.Output, Adds = true, Pool = pool };
            SimdDispatch.Run<T, Kernel<T>>(ref kernel, geometry.Inner);
        }
    }

    private struct Kernel<T> : ISimdKernel<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        internal WindowGeometry Geometry;
        internal T* Large, Offsets, Small;
        internal int RowsPerPart;
        internal bool Adds;
        internal WorkerPool Pool;

        /// <inheritdoc/>
        public readonly void Run<TVector>()
            where TVector : unmanaged, ISimd<TVector, T>
        {
            int parts = (Geometry.Rows + RowsPerPart - 1) / RowsPerPart;
            if (ChannelSelectionBody<T, TVector>.Fits(Geometry))
            {
                var body = new ChannelSelectionBody<T, TVector>(Geometry, Large, Offsets, Small, RowsPerPart, Adds);
                Pool.For(parts, ref body);
            }
            else
            {
                var body = new WindowSelectionBody<T>(Geometry, Large, Offsets, Small, RowsPerPart, Adds);
                Pool.For(parts, ref body);
            }
        }
    }

    private static void Check(in WindowGeometry geometry, int large, int offsets, int small)
    {
        if (large != geometry.InputLength) throw new ArgumentException($"{geometry.InputLength} numbers are wanted for the places, not {large}.");
        if (small != geometry.OutputLength || offsets != small) throw new ArgumentException($"{geometry.OutputLength} numbers are wanted for the windows, not {small} and {offsets}.");
    }
}
