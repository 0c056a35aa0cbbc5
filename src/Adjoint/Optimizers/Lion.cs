using System.Globalization;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Optimizers;

/// <summary>
/// Lion (Chen et al. 2023, algorithm 2): <c>w ← w − η (sign(β₁ m + (1−β₁)g) + λ w)</c>, then <c>m ← β₂ m + (1−β₂)g</c>. Every parameter moves by η whatever its gradient's
/// size, so rates are 3 to 10 times smaller than Adam's and decays as much larger (section 5 of the paper). The sign of 0 is 0.
/// </summary>
public sealed class Lion : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">η; positive.</param>
    /// <param name="weightDecay">λ, which the learning rate multiplies; 0 or more.</param>
    /// <param name="beta1">β₁, from 0 to below 1.</param>
    /// <param name="beta2">β₂, from 0 to below 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Lion(double learningRate = 1e-4, double weightDecay = 0, double beta1 = 0.9, double beta2 = 0.99)
        : base(learningRate)
    {
        Settings.RequireNotNegative(weightDecay, "Weight decay", nameof(weightDecay));
        Settings.RequireShare(beta1, "β₁", nameof(beta1));
        Settings.RequireShare(beta2, "β₂", nameof(beta2));
        (WeightDecay, Beta1, Beta2) = (weightDecay, beta1, beta2);
    }

    /// <summary>λ; multiplied with <see cref="OptimizerStep.WeightDecayFactor"/>.</summary>
    public double WeightDecay { get; }

    /// <summary>β₁, the share of the past in the direction of a step.</summary>
    public double Beta1 { get; }

    /// <summary>β₂, how slowly the mean of the gradient moves.</summary>
    public double Beta2 { get; }

    /// <inheritdoc/>
    public override string Description =>
        string.Create(CultureInfo.InvariantCulture, $"lion, rate {LearningRate:R}, decay {WeightDecay:R}, beta {Beta1:R} {Beta2:R}");

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step) =>
        OptimizerSteps.LionStep(
            (float)step.LearningRate, (float)Beta1, (float)Beta2, (float)(WeightDecay * step.WeightDecayFactor), gradient, state, parameters);
}
