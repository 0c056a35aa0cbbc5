using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels.Simd;

/// <summary>Loads and stores of fewer numbers than a register holds, for what is narrower than one register.</summary>
public static unsafe class SimdPartial
{
    /// <summary>Reads <paramref name="count"/> numbers into the first lanes; the others are zero.</summary>
    /// <typeparam name="T">The number in a lane.</typeparam>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <param name="source">Address of the first number.</param>
    /// <param name="count">Numbers to read, 0 to the lanes of the register; nothing beyond them is touched.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static TVector Load<T, TVector>(T* source, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector lanes = TVector.Zero;
        Unsafe.CopyBlockUnaligned(&lanes, source, (uint)(count * sizeof(T)));
        return lanes;
    }

    /// <summary>Writes the first <paramref name="count"/> lanes.</summary>
    /// <typeparam name="T">The number in a lane.</typeparam>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <param name="value">What to write.</param>
    /// <param name="destination">Address of the first number.</param>
    /// <param name="count">Numbers to write, 0 to the lanes of the register; nothing beyond them is touched.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Store<T, TVector>(TVector value, T* destination, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector lanes = value;
        Unsafe.CopyBlockUnaligned(destination, &lanes, (uint)(count * sizeof(T)));
    }
}
