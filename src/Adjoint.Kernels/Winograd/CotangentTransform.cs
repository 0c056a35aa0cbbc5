using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>A, of the cotangent: the transpose of <see cref="ResultTransform"/>; rows (1 0 0 0), (1 ±1 1 ±1), (1 ±2 4 ±8), (0 0 0 1).</summary>
internal readonly unsafe struct CotangentTransform : IWinogradTransform
{
    /// <inheritdoc/>
    public static int Inputs => 4;

    /// <inheritdoc/>
    public static int Outputs => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TVector>(T* from, nint fromStep, T* to, nint toStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector two = TVector.Broadcast(T.CreateTruncating(2)), four = TVector.Broadcast(T.CreateTruncating(4));
        TVector e0 = TVector.Load(from), e1 = TVector.Load(from + fromStep), e2 = TVector.Load(from + (2 * fromStep)), e3 = TVector.Load(from + (3 * fromStep));
        TVector even = TVector.Add(e0, e2), odd = TVector.Add(e1, e3);
        TVector evenOfTwo = TVector.MultiplyAdd(four, e2, e0), oddOfTwo = TVector.Multiply(two, TVector.MultiplyAdd(four, e3, e1));
        TVector.Store(e0, to);
        TVector.Store(TVector.Add(even, odd), to + toStep);
        TVector.Store(TVector.Subtract(even, odd), to + (2 * toStep));
        TVector.Store(TVector.Add(evenOfTwo, oddOfTwo), to + (3 * toStep));
        TVector.Store(TVector.Subtract(evenOfTwo, oddOfTwo), to + (4 * toStep));
        TVector.Store(e3, to + (5 * toStep));
    }
}
