using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>One step of an optimizer over all parameters, which lie in one flat span. Each takes time in proportion to it.</summary>
public static unsafe class OptimizerSteps
{
    /// <summary>Gradient descent with momentum: v = μ · v + g, then w = w − η · v.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ; 0 for plain gradient descent.</param>
    /// <param name="gradient">g.</param>
    /// <param name="velocity">v, updated; zeros at the start.</param>
    /// <param name="weights">w, updated.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap.</exception>
    public static void MomentumStep<T>(T learningRate, T momentum, ReadOnlySpan<T> gradient, Span<T> velocity, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Check(gradient, weights);
        Check(velocity, weights);
        Check(gradient, velocity);
        if (weights.IsEmpty) return;
        fixed (T* g = gradient, v = velocity, w = weights)
        {
            var loop = new MomentumLoop<T>
            {
                LearningRate = learningRate,
                Momentum = momentum,
                Gradient = g,
                Velocity = v,
                Weights = w,
                Length = weights.Length,
            };
            SimdDispatch.Run<T, MomentumLoop<T>>(ref loop, weights.Length);
        }
    }

    /// <summary>
    /// Adam (Kingma and Ba 2015, algorithm 1): m = β₁ m + (1 − β₁) g, v = β₂ v + (1 − β₂) g², then
    /// w = w − η · m̂ / (√v̂ + ε), where m̂ = m / (1 − β₁ᵗ) and v̂ = v / (1 − β₂ᵗ).
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, in [0, 1).</param>
    /// <param name="beta2">β₂, in [0, 1).</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="step">t, from 1.</param>
    /// <param name="gradient">g.</param>
    /// <param name="firstMoment">m, updated; zeros at the start.</param>
    /// <param name="secondMoment">v, updated; zeros at the start.</param>
    /// <param name="weights">w, updated.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is below 1.</exception>
    public static void AdamStep<T>(
        T learningRate, T beta1, T beta2, T epsilon, long step,
        ReadOnlySpan<T> gradient, Span<T> firstMoment, Span<T> secondMoment, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        Check(gradient, weights);
        Check(firstMoment, weights);
        Check(secondMoment, weights);
        Check(gradient, firstMoment);
        Check(gradient, secondMoment);
        Check(firstMoment, secondMoment);
        if (weights.IsEmpty) return;

        // The two corrections are computed in double: in float 1 − β₂ᵗ would lose its last digits at the first steps.
        double correction1 = 1 - Math.Pow(double.CreateChecked(beta1), step), correction2 = 1 - Math.Pow(double.CreateChecked(beta2), step);
        fixed (T* g = gradient, m = firstMoment, v = secondMoment, w = weights)
        {
            var loop = new AdamLoop<T>
            {
                Rate = T.CreateChecked(double.CreateChecked(learningRate) / correction1),
                Beta1 = beta1,
                Beta2 = beta2,
                Epsilon = epsilon,
                SecondCorrection = T.CreateChecked(1 / correction2),
                Gradient = g,
                FirstMoment = m,
                SecondMoment = v,
                Weights = w,
                Length = weights.Length,
            };
            SimdDispatch.Run<T, AdamLoop<T>>(ref loop, weights.Length);
        }
    }

    private static void Check<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
    {
        if (a.Length != b.Length) throw new ArgumentException($"Spans of {a.Length} and {b.Length} numbers: they must be of one length.");
        if (a.Overlaps(b)) throw new ArgumentException("Spans overlap.");
    }
}
