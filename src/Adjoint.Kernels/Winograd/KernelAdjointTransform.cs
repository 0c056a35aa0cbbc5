using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>Gᵀ: the transpose of <see cref="KernelTransform"/>; rows (¼ −⅙ −⅙ 1/24 1/24 0), (0 −⅙ ⅙ 1/12 −1/12 0), (0 −⅙ −⅙ ⅙ ⅙ 1).</summary>
internal readonly unsafe struct KernelAdjointTransform : IWinogradTransform
{
    /// <inheritdoc/>
    public static int Inputs => 6;

    /// <inheritdoc/>
    public static int Outputs => 3;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TVector>(T* from, nint fromStep, T* to, nint toStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector quarter = KernelTransform.Fraction<T, TVector>(4), sixth = KernelTransform.Fraction<T, TVector>(6);
        TVector s1 = TVector.Load(from + fromStep), s2 = TVector.Load(from + (2 * fromStep));
        TVector s3 = TVector.Load(from + (3 * fromStep)), s4 = TVector.Load(from + (4 * fromStep));
        TVector sum = TVector.Add(s1, s2), sumOfTwo = TVector.Add(s3, s4);
        TVector first = TVector.MultiplyAdd(quarter, TVector.Load(from), TVector.Multiply(KernelTransform.Fraction<T, TVector>(24), sumOfTwo));
        TVector.Store(TVector.Subtract(first, TVector.Multiply(sixth, sum)), to);
        TVector.Store(
            TVector.MultiplyAdd(sixth, TVector.Subtract(s2, s1), TVector.Multiply(KernelTransform.Fraction<T, TVector>(12), TVector.Subtract(s3, s4))), to + toStep);
        TVector.Store(TVector.MultiplyAdd(sixth, TVector.Subtract(sumOfTwo, sum), TVector.Load(from + (5 * fromStep))), to + (2 * toStep));
    }
}
