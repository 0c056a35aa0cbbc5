using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>
/// One pass of a rule over gradient, state and weights. State must be updated once only, so the last register cannot overlap the
/// one before: the numbers left over go through registers that are filled up with zeros.
/// </summary>
internal unsafe struct UpdateLoop<T, TRule> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TRule : struct, IUpdateRule<T>
{
    internal TRule Rule;
    internal T* Gradient;

    /// <summary>The vectors of state; null where the rule keeps none.</summary>
    internal T* First;
    internal T* Second;
    internal T* Third;
    internal T* Weights;
    internal nint Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TRule rule = Rule;
        TVector first = TVector.Zero, second = TVector.Zero, third = TVector.Zero, weights;
        nint i = 0;
        for (; i <= Length - TVector.Count; i += TVector.Count)
        {
            weights = TVector.Load(Weights + i);
            if (First != null) first = TVector.Load(First + i);
            if (Second != null) second = TVector.Load(Second + i);
            if (Third != null) third = TVector.Load(Third + i);
            rule.Apply(TVector.Load(Gradient + i), ref first, ref second, ref third, ref weights);
            TVector.Store(weights, Weights + i);
            if (First != null) TVector.Store(first, First + i);
            if (Second != null) TVector.Store(second, Second + i);
            if (Third != null) TVector.Store(third, Third + i);
        }

        int rest = (int)(Length - i);
        if (rest == 0) return;
        weights = SimdPartial.Load<T, TVector>(Weights + i, rest);
        if (First != null) first = SimdPartial.Load<T, TVector>(First + i, rest);
        if (Second != null) second = SimdPartial.Load<T, TVector>(Second + i, rest);
        if (Third != null) third = SimdPartial.Load<T, TVector>(Third + i, rest);
        rule.Apply(SimdPartial.Load<T, TVector>(Gradient + i, rest), ref first, ref second, ref third, ref weights);
        SimdPartial.Store(weights, Weights + i, rest);
        if (First != null) SimdPartial.Store(first, First + i, rest);
        if (Second != null) SimdPartial.Store(second, Second + i, rest);
        if (Third != null) SimdPartial.Store(third, Third + i, rest);
    }
}
