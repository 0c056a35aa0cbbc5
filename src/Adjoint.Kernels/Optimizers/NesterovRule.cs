using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>See <see cref="OptimizerSteps.NesterovStep{T}"/>; first is v.</summary>
internal struct NesterovRule<T> : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T Rate;
    internal T Momentum;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TVector>(TVector gradient, ref TVector first, ref TVector second, ref TVector third, ref TVector weights)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector momentum = TVector.Broadcast(Momentum);
        first = TVector.MultiplyAdd(momentum, first, gradient);
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Rate), TVector.MultiplyAdd(momentum, first, gradient), weights);
    }
}
