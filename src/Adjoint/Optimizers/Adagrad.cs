using System.Globalization;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Optimizers;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011, figure 1, with a diagonal matrix): <c>s ← s + g²</c>, <c>w ← w − η g / (√s + ε)</c>. ε stands outside of the root as
/// the paper's δ does.
/// </summary>
public sealed class Adagrad : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">η; positive.</param>
    /// <param name="epsilon">ε; positive.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public Adagrad(double learningRate = 1e-2, double epsilon = 1e-10)
        : base(learningRate)
    {
        Settings.RequireEpsilon(epsilon, nameof(epsilon));
        Epsilon = epsilon;
    }

    /// <summary>ε, which keeps the step finite where all gradients were zero.</summary>
    public double Epsilon { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"adagrad, rate {LearningRate:R}, epsilon {Epsilon:R}");

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step) =>
        OptimizerSteps.AdagradStep((float)step.LearningRate, (float)Epsilon, gradient, state, parameters);
}
