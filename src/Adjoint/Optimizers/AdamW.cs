using System.Globalization;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Optimizers;

/// <summary>
/// Adam with decoupled weight decay (Loshchilov and Hutter 2019, algorithm 2): <c>w ← w − ηλ w</c> beside the step of <see cref="Adam"/>, so that the decay
/// is not divided by the root of the second moment, as a penalty's gradient would be.
/// </summary>
/// <remarks>λ is multiplied by the learning rate η and its schedule, as training frameworks have it; the paper's λ is multiplied by the schedule alone and so equals ηλ here.</remarks>
public sealed class AdamW : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">η; positive.</param>
    /// <param name="weightDecay">λ; 0 or more.</param>
    /// <param name="beta1">β₁, from 0 to below 1.</param>
    /// <param name="beta2">β₂, from 0 to below 1.</param>
    /// <param name="epsilon">ε; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public AdamW(double learningRate = 1e-3, double weightDecay = 1e-2, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(learningRate)
    {
        Settings.RequireNotNegative(weightDecay, "Weight decay", nameof(weightDecay));
        Settings.RequireShare(beta1, "β₁", nameof(beta1));
        Settings.RequireShare(beta2, "β₂", nameof(beta2));
        Settings.RequireEpsilon(epsilon, nameof(epsilon));
        (WeightDecay, Beta1, Beta2, Epsilon) = (weightDecay, beta1, beta2, epsilon);
    }

    /// <summary>λ; multiplied with <see cref="OptimizerStep.WeightDecayFactor"/>.</summary>
    public double WeightDecay { get; }

    /// <summary>β₁, how slowly the mean of the gradient moves.</summary>
    public double Beta1 { get; }

    /// <summary>β₂, how slowly the mean of its square moves.</summary>
    public double Beta2 { get; }

    /// <summary>ε, which keeps the step finite where the gradient is zero.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture, $"adamw, rate {LearningRate:R}, decay {WeightDecay:R}, beta {Beta1:R} {Beta2:R}, epsilon {Epsilon:R}");

    /// <inheritdoc/>
    public override int StateCount => 2;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step) =>
        OptimizerSteps.AdamWStep(
            (float)step.LearningRate, (float)Beta1, (float)Beta2, (float)Epsilon, (float)(WeightDecay * step.WeightDecayFactor), step.Number,
            gradient, state[..parameters.Length], state[parameters.Length..], parameters);
}
