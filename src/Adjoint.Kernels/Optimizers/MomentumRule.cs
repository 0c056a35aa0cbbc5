using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>See <see cref="OptimizerSteps.MomentumStep{T}"/>; first is v.</summary>
internal struct MomentumRule<T> : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T Rate;
    internal T Momentum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TVector>(TVector gradient, ref TVector first, ref TVector second, ref TVector third, ref TVector weights)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        first = TVector.MultiplyAdd(TVector.Broadcast(Momentum), first, gradient);
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Rate), first, weights);
    }
}
