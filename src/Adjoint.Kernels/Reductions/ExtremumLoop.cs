using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Reductions;

/// <summary>
/// The greatest or smallest number. The last register ends with the span and overlaps the one before: seeing a number
/// twice changes nothing.
/// </summary>
internal unsafe struct ExtremumLoop<T, TOperator> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TOperator : struct, IBinaryOperator<T>
{
    internal T* X;
    internal nint Length;
    internal T Result;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* x = X;
        nint last = Length - TVector.Count;
        TVector m0 = TVector.Load(x + last), m1 = m0;
        nint i = 0;
        for (; i <= last - TVector.Count; i += 2 * TVector.Count)
        {
            m0 = TOperator.Invoke(m0, TVector.Load(x + i));
            m1 = TOperator.Invoke(m1, TVector.Load(x + i + TVector.Count));
        }

        if (i < last) m0 = TOperator.Invoke(m0, TVector.Load(x + i));
        m0 = TOperator.Invoke(m0, m1);

        // The lanes of the register, one after the other.
        T* lanes = stackalloc T[16];
        TVector.Store(m0, lanes);
        SimdScalar<T> extremum = SimdScalar<T>.Load(lanes);
        for (int lane = 1; lane < TVector.Count; lane++) extremum = TOperator.Invoke(extremum, SimdScalar<T>.Load(lanes + lane));
        Result = SimdScalar<T>.Sum(extremum);
    }
}
