using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>See <see cref="OptimizerSteps.LionStep{T}"/>; first is m.</summary>
internal struct LionRule<T> : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T Rate;
    internal T Beta1;
    internal T Beta2;

    /// <summary>ηλ.</summary>
    internal T Shrinkage;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TVector>(TVector gradient, ref TVector first, ref TVector second, ref TVector third, ref TVector weights)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector mixed = TVector.MultiplyAdd(TVector.Broadcast(Beta1), first, TVector.Multiply(TVector.Broadcast(T.One - Beta1), gradient));

        // What is neither above nor below zero is its own sign: zero, or not a number, which must show.
        TVector sign = TVector.ConditionalSelect(
            TVector.GreaterThan(mixed, TVector.Zero),
            TVector.Broadcast(T.One),
            TVector.ConditionalSelect(TVector.GreaterThan(TVector.Zero, mixed), TVector.Broadcast(-T.One), mixed));
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Shrinkage), weights, weights);
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Rate), sign, weights);
        first = TVector.MultiplyAdd(TVector.Broadcast(Beta2), first, TVector.Multiply(TVector.Broadcast(T.One - Beta2), gradient));
    }
}
