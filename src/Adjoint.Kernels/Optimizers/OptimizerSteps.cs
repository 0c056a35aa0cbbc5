using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Optimizers;

/// <summary>One step of an optimizer over all parameters, which lie in one flat span. Each takes time in proportion to it.</summary>
public static unsafe partial class OptimizerSteps
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
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(new MomentumRule<T> { Rate = learningRate, Momentum = momentum }, gradient, velocity, [], [], weights);

    /// <summary>Gradient descent with Nesterov's momentum: v = μ · v + g, then w = w − η · (g + μ · v).</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="learningRate">η.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="gradient">g.</param>
    /// <param name="velocity">v, updated; zeros at the start.</param>
    /// <param name="weights">w, updated.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap.</exception>
    public static void NesterovStep<T>(T learningRate, T momentum, ReadOnlySpan<T> gradient, Span<T> velocity, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(new NesterovRule<T> { Rate = learningRate, Momentum = momentum }, gradient, velocity, [], [], weights);

    /// <summary>
    /// Lion (Chen et al. 2023, algorithm 2): w = w − η · (sign(β₁ m + (1 − β₁) g) + λ w), with the w before the step on the right, then m = β₂ m + (1 − β₂) g.
    /// The sign of zero is zero, and that of not-a-number is not-a-number.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="learningRate">η.</param>
    /// <param name="beta1">β₁, in [0, 1).</param>
    /// <param name="beta2">β₂, in [0, 1).</param>
    /// <param name="weightDecay">λ.</param>
    /// <param name="gradient">g.</param>
    /// <param name="mean">m, updated; zeros at the start.</param>
    /// <param name="weights">w, updated.</param>
    /// <exception cref="ArgumentException">Lengths differ, or spans overlap.</exception>
    public static void LionStep<T>(T learningRate, T beta1, T beta2, T weightDecay, ReadOnlySpan<T> gradient, Span<T> mean, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        Run(new LionRule<T> { Rate = learningRate, Beta1 = beta1, Beta2 = beta2, Shrinkage = learningRate * weightDecay }, gradient, mean, [], [], weights);

    /// <summary>Checks and runs a rule; the second and third vector of state are empty where the rule keeps none.</summary>
    private static void Run<T, TRule>(in TRule rule, ReadOnlySpan<T> gradient, Span<T> first, Span<T> second, Span<T> third, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TRule : struct, IUpdateRule<T>
    {
        Check(gradient, weights);
        Check(first, weights);
        Check(gradient, first);
        if (!second.IsEmpty) Check(second, gradient, first, weights);
        if (!third.IsEmpty) Check(third, gradient, first, weights);
        if (!second.IsEmpty && !third.IsEmpty) Check<T>(second, third);
        if (weights.IsEmpty) return;

        // An empty span is pinned as null, which the loop takes for "none".
        fixed (T* g = gradient, a = first, b = second, c = third, w = weights)
        {
            var loop = new UpdateLoop<T, TRule> { Rule = rule, Gradient = g, First = a, Second = b, Third = c, Weights = w, Length = weights.Length };
            SimdDispatch.Run<T, UpdateLoop<T, TRule>>(ref loop, weights.Length);
        }
    }

    private static void Check<T>(ReadOnlySpan<T> state, ReadOnlySpan<T> gradient, ReadOnlySpan<T> first, ReadOnlySpan<T> weights)
        where T : unmanaged
    {
        Check(state, gradient);
        Check(state, first);
        Check(state, weights);
    }

    private static void Check<T>(ReadOnlySpan<T> a, ReadOnlySpan<T> b)
        where T : unmanaged
    {
        if (a.Length != b.Length) throw new ArgumentException($"Spans of {a.Length} and {b.Length} numbers: they must be of one length.");
        if (a.Overlaps(b)) throw new ArgumentException("Spans overlap.");
    }
}
