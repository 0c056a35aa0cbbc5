using System.Numerics;

namespace Adjoint.Kernels.Optimizers;

/// <summary>Steps that are scaled, parameter by parameter, with the gradients seen so far.</summary>
public static unsafe partial class OptimizerSteps
{
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
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        AdamWStep(learningRate, beta1, beta2, epsilon, T.Zero, step, gradient, firstMoment, secondMoment, weights);

    /// <summary>
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2, with λ multiplied by η): the step of
    /// <see cref="AdamStep{T}"/> on w − ηλ w.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, in [0, 1).</param>
    /// <param name="beta2">β₂, in [0, 1).</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="step">t, from 1.</param>
    /// <param name="gradient">g.</param>
    /// <param name="firstMoment">m, updated; zeros at the start.</param>
    /// <param name="secondMoment">v, updated; zeros at the start.</param>
    /// <param name="weights">w, updated.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is below 1.</exception>
    public static void AdamWStep<T>(
        T learningRate, T beta1, T beta2, T epsilon, T weightDecay, long step,
        ReadOnlySpan<T> gradient, Span<T> firstMoment, Span<T> secondMoment, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        Check<T>(secondMoment, weights);

        // The two corrections are computed in double: in float 1 − β₂ᵗ would lose its last digits at the first steps.
        double correction1 = 1 - Math.Pow(double.CreateChecked(beta1), step), correction2 = 1 - Math.Pow(double.CreateChecked(beta2), step);
        var rule = new AdamRule<T>
        {
            Rate = T.CreateChecked(double.CreateChecked(learningRate) / correction1),
            Beta1 = beta1,
            Beta2 = beta2,
            Epsilon = epsilon,
            SecondCorrection = T.CreateChecked(1 / correction2),
            Shrinkage = learningRate * weightDecay,
        };
        Run(rule, gradient, firstMoment, secondMoment, [], weights);
    }

    /// <summary>
    /// RMSProp (Tieleman and Hinton 2012, lecture 6.5): s = α s + (1 − α) g², then b = μ b + g / (√s + ε) and w = w − η b. Centred (Graves 2013, equations 38
    /// to 41): m = α m + (1 − α) g, and s − m² in place of s under the root.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="learningRate">η.</param>
    /// <param name="decay">α, in [0, 1).</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="momentum">μ; without effect where there is no velocity.</param>
    /// <param name="gradient">g.</param>
    /// <param name="squares">s, updated; zeros at the start.</param>
    /// <param name="velocity">b, updated, zeros at the start; empty for none.</param>
    /// <param name="means">m, updated, zeros at the start; empty for the form that is not centred.</param>
    /// <param name="weights">w, updated.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap.</exception>
    public static void RmsPropStep<T>(
        T learningRate, T decay, T epsilon, T momentum, ReadOnlySpan<T> gradient, Span<T> squares, Span<T> velocity, Span<T> means, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var rule = new RmsPropRule<T>
        {
            Rate = learningRate,
            Decay = decay,
            Epsilon = epsilon,
            Momentum = momentum,
            HasVelocity = !velocity.IsEmpty,
            IsCentred = !means.IsEmpty,
        };
        Run(rule, gradient, squares, velocity, means, weights);
    }

    /// <summary>Adagrad (Duchi, Hazan and Singer 2011, figure 1, diagonal): s = s + g², then w = w − η · g / (√s + ε).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="learningRate">η.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="gradient">g.</param>
    /// <param name="squares">s, updated; zeros at the start.</param>
    /// <param name="weights">w, updated.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap.</exception>
    public static void AdagradStep<T>(T learningRate, T epsilon, ReadOnlySpan<T> gradient, Span<T> squares, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(new AdagradRule<T> { Rate = learningRate, Epsilon = epsilon }, gradient, squares, [], [], weights);
}
