using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Reductions;

/// <summary>
/// Adds the rows of a matrix that is at least as wide as a register: 4 registers of columns at a time go down all rows
/// of a block, then what is left, the last register overlapping the one before. Each column is added once only:
/// the overlapping sums are kept aside until the others are written.
/// </summary>
internal unsafe struct RowsLoop<T> : ISimdKernel<T>
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
        nint last = Columns - TVector.Count, j = 0;
        TVector end = TVector.Add(TVector.Load(Sums + last), Column<TVector>(last));
        for (; j <= last - (3 * TVector.Count); j += 4 * TVector.Count)
        {
            TVector s0 = TVector.Zero, s1 = s0, s2 = s0, s3 = s0;
            T* row = Matrix + j;
            for (nint i = 0; i < Rows; i++, row += Columns)
            {
                s0 = TVector.Add(s0, TVector.Load(row));
                s1 = TVector.Add(s1, TVector.Load(row + TVector.Count));
                s2 = TVector.Add(s2, TVector.Load(row + (2 * TVector.Count)));
                s3 = TVector.Add(s3, TVector.Load(row + (3 * TVector.Count)));
            }

            T* to = Sums + j;
            TVector.Store(TVector.Add(TVector.Load(to), s0), to);
            TVector.Store(TVector.Add(TVector.Load(to + TVector.Count), s1), to + TVector.Count);
            TVector.Store(TVector.Add(TVector.Load(to + (2 * TVector.Count)), s2), to + (2 * TVector.Count));
            TVector.Store(TVector.Add(TVector.Load(to + (3 * TVector.Count)), s3), to + (3 * TVector.Count));
        }

        for (; j < last; j += TVector.Count) TVector.Store(TVector.Add(TVector.Load(Sums + j), Column<TVector>(j)), Sums + j);
        TVector.Store(end, Sums + last);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly TVector Column<TVector>(nint column)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector sum = TVector.Zero;
        T* row = Matrix + column;
        for (nint i = 0; i < Rows; i++, row += Columns) sum = TVector.Add(sum, TVector.Load(row));
        return sum;
    }
}
