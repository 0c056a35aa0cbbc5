using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>See <see cref="OptimizerSteps.AdagradStep{T}"/>; first is s.</summary>
internal struct AdagradRule<T> : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T Rate;
    internal T Epsilon;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TVector>(TVector gradient, ref TVector first, ref TVector second, ref TVector third, ref TVector weights)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        first = TVector.MultiplyAdd(gradient, gradient, first);
        TVector update = TVector.Divide(gradient, TVector.Add(TVector.Sqrt(first), TVector.Broadcast(Epsilon)));
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Rate), update, weights);
    }
}
