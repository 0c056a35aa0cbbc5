using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>See <see cref="OptimizerSteps.RmsPropStep{T}"/>; first is s, second b and third m.</summary>
internal struct RmsPropRule<T> : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T Rate;
    internal T Decay;
    internal T Epsilon;
    internal T Momentum;
    internal bool HasVelocity;
    internal bool IsCentred;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TVector>(TVector gradient, ref TVector first, ref TVector second, ref TVector third, ref TVector weights)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector decay = TVector.Broadcast(Decay), share = TVector.Broadcast(T.One - Decay), variance;
        first = TVector.MultiplyAdd(decay, first, TVector.Multiply(share, TVector.Multiply(gradient, gradient)));
        variance = first;
        if (IsCentred)
        {
            // s − m² is never negative but for rounding.
            third = TVector.MultiplyAdd(decay, third, TVector.Multiply(share, gradient));
            variance = TVector.Max(TVector.MultiplyAdd(TVector.Negate(third), third, variance), TVector.Zero);
        }

        TVector update = TVector.Divide(gradient, TVector.Add(TVector.Sqrt(variance), TVector.Broadcast(Epsilon)));
        second = HasVelocity ? TVector.MultiplyAdd(TVector.Broadcast(Momentum), second, update) : update;
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Rate), second, weights);
    }
}
