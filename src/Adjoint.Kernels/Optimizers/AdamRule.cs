using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>See <see cref="OptimizerSteps.AdamWStep{T}"/>; first is m, second v.</summary>
internal struct AdamRule<T> : IUpdateRule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T Rate;
    internal T Beta1;
    internal T Beta2;
    internal T Epsilon;

    /// <summary>1 / (1 − β₂ᵗ).</summary>
    internal T SecondCorrection;

    /// <summary>ηλ.</summary>
    internal T Shrinkage;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Apply<TVector>(TVector gradient, ref TVector first, ref TVector second, ref TVector third, ref TVector weights)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        first = TVector.MultiplyAdd(TVector.Broadcast(Beta1), first, TVector.Multiply(TVector.Broadcast(T.One - Beta1), gradient));
        second = TVector.MultiplyAdd(
            TVector.Broadcast(Beta2), second, TVector.Multiply(TVector.Broadcast(T.One - Beta2), TVector.Multiply(gradient, gradient)));
        TVector root = TVector.Sqrt(TVector.Multiply(second, TVector.Broadcast(SecondCorrection)));
        TVector update = TVector.Divide(first, TVector.Add(root, TVector.Broadcast(Epsilon)));

        // Not (1 − ηλ)w: in float 1 − ηλ would lose most digits of a small ηλ.
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Shrinkage), weights, weights);
        weights = TVector.MultiplyAdd(TVector.Broadcast(-Rate), update, weights);
    }
}
