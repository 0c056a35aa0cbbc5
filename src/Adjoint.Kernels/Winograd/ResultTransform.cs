using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>Aᵀ, of the results: rows (1 1 1 1 1 0), (0 1 −1 2 −2 0), (0 1 1 4 4 0), (0 1 −1 8 −8 1).</summary>
internal readonly unsafe struct ResultTransform : IWinogradTransform
{
    /// <inheritdoc/>
    public static int Inputs => 6;

    /// <inheritdoc/>
    public static int Outputs => 4;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TVector>(T* from, nint fromStep, T* to, nint toStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector m1 = TVector.Load(from + fromStep), m2 = TVector.Load(from + (2 * fromStep));
        TVector m3 = TVector.Load(from + (3 * fromStep)), m4 = TVector.Load(from + (4 * fromStep));
        TVector sum = TVector.Add(m1, m2), difference = TVector.Subtract(m1, m2);
        TVector sumOfTwo = TVector.Add(m3, m4), differenceOfTwo = TVector.Subtract(m3, m4);
        TVector.Store(TVector.Add(TVector.Load(from), TVector.Add(sum, sumOfTwo)), to);
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(T.CreateTruncating(2)), differenceOfTwo, difference), to + toStep);
        TVector.Store(TVector.MultiplyAdd(TVector.Broadcast(T.CreateTruncating(4)), sumOfTwo, sum), to + (2 * toStep));
        TVector.Store(
            TVector.MultiplyAdd(TVector.Broadcast(T.CreateTruncating(8)), differenceOfTwo, TVector.Add(difference, TVector.Load(from + (5 * fromStep)))), to + (3 * toStep));
    }
}
