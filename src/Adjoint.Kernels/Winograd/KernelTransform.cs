using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>G, of the kernel: rows (¼ 0 0), −⅙(1 ±1 1), (1/24 ±1/12 ⅙), (0 0 1).</summary>
internal readonly unsafe struct KernelTransform : IWinogradTransform
{
    /// <inheritdoc/>
    public static int Inputs => 3;

    /// <inheritdoc/>
    public static int Outputs => 6;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TVector>(T* from, nint fromStep, T* to, nint toStep)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector sixth = Fraction<T, TVector>(6), minusSixth = TVector.Negate(sixth);
        TVector k0 = TVector.Load(from), k1 = TVector.Load(from + fromStep), k2 = TVector.Load(from + (2 * fromStep));
        TVector ends = TVector.Add(k0, k2), endsOfTwo = TVector.MultiplyAdd(Fraction<T, TVector>(24), k0, TVector.Multiply(sixth, k2));
        TVector middleOfTwo = TVector.Multiply(Fraction<T, TVector>(12), k1);
        TVector.Store(TVector.Multiply(Fraction<T, TVector>(4), k0), to);
        TVector.Store(TVector.Multiply(minusSixth, TVector.Add(ends, k1)), to + toStep);
        TVector.Store(TVector.Multiply(minusSixth, TVector.Subtract(ends, k1)), to + (2 * toStep));
        TVector.Store(TVector.Add(endsOfTwo, middleOfTwo), to + (3 * toStep));
        TVector.Store(TVector.Subtract(endsOfTwo, middleOfTwo), to + (4 * toStep));
        TVector.Store(k2, to + (5 * toStep));
    }

    /// <summary>1 / n in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Fraction<T, TVector>(int n)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Broadcast(T.One / T.CreateTruncating(n));
}
