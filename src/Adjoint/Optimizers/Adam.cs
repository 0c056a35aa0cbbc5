using System.Globalization;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Optimizers;

/// <summary>
/// Adam (Kingma and Ba 2015, algorithm 1): <c>m ← β₁m + (1−β₁)g</c>, <c>v ← β₂v + (1−β₂)g²</c>,
/// <c>w ← w − η m̂ / (√v̂ + ε)</c> with <c>m̂ = m/(1−β₁ᵗ)</c>, <c>v̂ = v/(1−β₂ᵗ)</c>.
/// </summary>
public sealed class Adam : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">η; positive.</param>
    /// <param name="beta1">β₁, from 0 to below 1.</param>
    /// <param name="beta2">β₂, from 0 to below 1.</param>
    /// <param name="epsilon">ε; positive.</param>
    public Adam(double learningRate = 1e-3, double beta1 = 0.9, double beta2 = 0.999, double epsilon = 1e-8)
        : base(learningRate)
    {
        Settings.RequireShare(beta1, "β₁", nameof(beta1));
        Settings.RequireShare(beta2, "β₂", nameof(beta2));
        Settings.RequireEpsilon(epsilon, nameof(epsilon));
        (Beta1, Beta2, Epsilon) = (beta1, beta2, epsilon);
    }

    /// <summary>β₁, how slowly the mean of the gradient moves.</summary>
    public double Beta1 { get; }

    /// <summary>β₂, how slowly the mean of its square moves.</summary>
    public double Beta2 { get; }

    /// <summary>ε, which keeps the step finite where the gradient is zero.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Description =>
        string.Create(CultureInfo.InvariantCulture, $"adam, rate {LearningRate:R}, beta {Beta1:R} {Beta2:R}, epsilon {Epsilon:R}");

    /// <inheritdoc/>
    public override int StateCount => 2;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step) =>
        OptimizerSteps.AdamStep(
            (float)step.LearningRate, (float)Beta1, (float)Beta2, (float)Epsilon, step.Number, gradient, state[..parameters.Length], state[parameters.Length..], parameters);
}
