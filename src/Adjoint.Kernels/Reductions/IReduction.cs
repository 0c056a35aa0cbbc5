using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Reductions;

/// <summary>A sum over one or two spans: what each place adds.</summary>
internal interface IReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The sum so far and what x and y add to it.</summary>
    static abstract TVector Add<TVector>(TVector sum, TVector x, TVector y) where TVector : unmanaged, ISimd<TVector, T>;
}

/// <summary>Adds x.</summary>
internal readonly struct SumReduction<T> : IReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVector>(TVector sum, TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Add(sum, x);
}

/// <summary>Adds x · y.</summary>
internal readonly struct DotReduction<T> : IReduction<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Add<TVector>(TVector sum, TVector x, TVector y)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.MultiplyAdd(x, y, sum);
}
