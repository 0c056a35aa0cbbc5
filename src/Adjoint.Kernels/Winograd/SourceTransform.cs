using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>
/// Bᵀ, of the source: rows (4 0 −5 0 1 0), (0 ∓4 −4 ±1 1 0), (0 ∓2 −1 ±2 1 0), (0 4 0 −5 0 1).
/// </summary>
internal readonly unsafe struct SourceTransform : IWinogradTransform
{
    /// <inheritdoc/>
    public static int Inputs => 6;

    /// <inheritdoc/>
    public static int Outputs => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TVector>(T* from, nint fromStep, T* to, nint toStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector two = TVector.Broadcast(T.CreateTruncating(2)), four = TVector.Broadcast(T.CreateTruncating(4));
        TVector minusFour = TVector.Negate(four), minusFive = TVector.Broadcast(T.CreateTruncating(-5));
        TVector d0 = TVector.Load(from), d1 = TVector.Load(from + fromStep), d2 = TVector.Load(from + (2 * fromStep));
        TVector d3 = TVector.Load(from + (3 * fromStep)), d4 = TVector.Load(from + (4 * fromStep)), d5 = TVector.Load(from + (5 * fromStep));
        TVector even = TVector.MultiplyAdd(minusFour, d2, d4), odd = TVector.MultiplyAdd(minusFour, d1, d3);
        TVector evenOfTwo = TVector.Subtract(d4, d2), oddOfTwo = TVector.Multiply(two, TVector.Subtract(d3, d1));
        TVector.Store(TVector.MultiplyAdd(four, d0, TVector.MultiplyAdd(minusFive, d2, d4)), to);
        TVector.Store(TVector.Add(even, odd), to + toStep);
        TVector.Store(TVector.Subtract(even, odd), to + (2 * toStep));
        TVector.Store(TVector.Add(evenOfTwo, oddOfTwo), to + (3 * toStep));
        TVector.Store(TVector.Subtract(evenOfTwo, oddOfTwo), to + (4 * toStep));
        TVector.Store(TVector.MultiplyAdd(four, d1, TVector.MultiplyAdd(minusFive, d3, d5)), to + (5 * toStep));
    }
}
