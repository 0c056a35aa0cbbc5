using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Reductions;

/// <summary>
/// The sum over one block. Four sums of registers run side by side: an addition takes several cycles, and with one sum
/// each would wait for the one before. The last numbers, fewer than a register, are read into a register of zeros.
/// </summary>
internal unsafe struct SumLoop<T, TReduction> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TReduction : struct, IReduction<T>
{
    internal T* X;
    internal T* Y;
    internal nint Length;
    internal T Result;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* x = X, y = Y;
        nint i = 0;
        TVector s0 = TVector.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (; i <= Length - (4 * TVector.Count); i += 4 * TVector.Count)
        {
            s0 = TReduction.Add(s0, TVector.Load(x + i), TVector.Load(y + i));
            s1 = TReduction.Add(s1, TVector.Load(x + i + TVector.Count), TVector.Load(y + i + TVector.Count));
            s2 = TReduction.Add(s2, TVector.Load(x + i + (2 * TVector.Count)), TVector.Load(y + i + (2 * TVector.Count)));
            s3 = TReduction.Add(s3, TVector.Load(x + i + (3 * TVector.Count)), TVector.Load(y + i + (3 * TVector.Count)));
        }

        for (; i <= Length - TVector.Count; i += TVector.Count)
            s0 = TReduction.Add(s0, TVector.Load(x + i), TVector.Load(y + i));
        if (i < Length)
        {
            int rest = (int)(Length - i);
            s1 = TReduction.Add(s1, SimdPartial.Load<T, TVector>(x + i, rest), SimdPartial.Load<T, TVector>(y + i, rest));
        }

        Result = TVector.Sum(TVector.Add(TVector.Add(s0, s1), TVector.Add(s2, s3)));
    }
}
