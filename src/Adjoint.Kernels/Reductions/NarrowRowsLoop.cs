using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Reductions;

/// <summary>
/// Adds the rows of a matrix that is narrower than a register. As many registers as there are columns hold a whole
/// number of rows; in each of them a lane always stands for the same column. So the numbers are read as they lie and
/// added register by register; at the end each lane goes to its column.
/// </summary>
internal unsafe struct NarrowRowsLoop<T> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T* Matrix;
    internal nint Rows;
    internal nint Columns;
    internal T* Sums;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* lanes = stackalloc T[16 * 16];
        nint period = Columns * TVector.Count, whole = Rows / TVector.Count * period;
        for (nint place = 0; place < period; place += TVector.Count)
        {
            TVector s0 = TVector.Zero, s1 = s0;
            nint i = place;
            for (; i + period < whole; i += 2 * period)
            {
                s0 = TVector.Add(s0, TVector.Load(Matrix + i));
                s1 = TVector.Add(s1, TVector.Load(Matrix + i + period));
            }

            if (i < whole) s0 = TVector.Add(s0, TVector.Load(Matrix + i));
            TVector.Store(TVector.Add(s0, s1), lanes + place);
        }

        nint column = 0;
        for (nint i = 0; i < period; i++)
        {
            Sums[column] += lanes[i];
            if (++column == Columns) column = 0;
        }

        // Fewer rows than a register has lanes are left.
        for (nint i = whole; i < Rows * Columns; i++)
        {
            Sums[column] += Matrix[i];
            if (++column == Columns) column = 0;
        }
    }
}
