using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>
/// One pass over gradient, velocity and weights. State must be updated once only, so the last register cannot overlap the
/// one before: the numbers left over go through registers that are filled up with zeros.
/// </summary>
internal unsafe struct MomentumLoop<T> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T LearningRate;
    internal T Momentum;
    internal T* Gradient;
    internal T* Velocity;
    internal T* Weights;
    internal nint Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector momentum = TVector.Broadcast(Momentum), rate = TVector.Broadcast(-LearningRate), v;
        nint i = 0;
        for (; i <= Length - TVector.Count; i += TVector.Count)
        {
            v = TVector.MultiplyAdd(momentum, TVector.Load(Velocity + i), TVector.Load(Gradient + i));
            TVector.Store(v, Velocity + i);
            TVector.Store(TVector.MultiplyAdd(rate, v, TVector.Load(Weights + i)), Weights + i);
        }

        int rest = (int)(Length - i);
        if (rest == 0) return;
        v = TVector.MultiplyAdd(
            momentum, SimdPartial.Load<T, TVector>(Velocity + i, rest), SimdPartial.Load<T, TVector>(Gradient + i, rest));
        SimdPartial.Store(v, Velocity + i, rest);
        SimdPartial.Store(TVector.MultiplyAdd(rate, v, SimdPartial.Load<T, TVector>(Weights + i, rest)), Weights + i, rest);
    }
}

/// <summary>One pass over gradient, both moments and weights; see <see cref="MomentumLoop{T}"/> for its end.</summary>
internal unsafe struct AdamLoop<T> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T Rate;
    internal T Beta1;
    internal T Beta2;
    internal T Epsilon;
    internal T SecondCorrection;
    internal T* Gradient;
    internal T* FirstMoment;
    internal T* SecondMoment;
    internal T* Weights;
    internal nint Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        nint i = 0;
        TVector m, v, w;
        for (; i <= Length - TVector.Count; i += TVector.Count)
        {
            m = TVector.Load(FirstMoment + i);
            v = TVector.Load(SecondMoment + i);
            w = TVector.Load(Weights + i);
            Step(TVector.Load(Gradient + i), ref m, ref v, ref w);
            TVector.Store(m, FirstMoment + i);
            TVector.Store(v, SecondMoment + i);
            TVector.Store(w, Weights + i);
        }

        int rest = (int)(Length - i);
        if (rest == 0) return;
        m = SimdPartial.Load<T, TVector>(FirstMoment + i, rest);
        v = SimdPartial.Load<T, TVector>(SecondMoment + i, rest);
        w = SimdPartial.Load<T, TVector>(Weights + i, rest);
        Step(SimdPartial.Load<T, TVector>(Gradient + i, rest), ref m, ref v, ref w);
        SimdPartial.Store(m, FirstMoment + i, rest);
        SimdPartial.Store(v, SecondMoment + i, rest);
        SimdPartial.Store(w, Weights + i, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void Step<TVector>(TVector g, ref TVector m, ref TVector v, ref TVector w)
        where TVector : unmanaged, ISimd<TVector, T>
    {
        TVector newShare = TVector.Broadcast(T.One - Beta1);
        m = TVector.MultiplyAdd(TVector.Broadcast(Beta1), m, TVector.Multiply(newShare, g));
        newShare = TVector.Broadcast(T.One - Beta2);
        v = TVector.MultiplyAdd(TVector.Broadcast(Beta2), v, TVector.Multiply(newShare, TVector.Multiply(g, g)));
        TVector root = TVector.Sqrt(TVector.Multiply(v, TVector.Broadcast(SecondCorrection)));
        TVector update = TVector.Divide(m, TVector.Add(root, TVector.Broadcast(Epsilon)));
        w = TVector.MultiplyAdd(TVector.Broadcast(-Rate), update, w);
    }
}
