using System.Globalization;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Optimizers;

/// <summary>
/// Gradient descent with momentum: <c>v ← μ v + g</c>, <c>w ← w − η v</c> (Polyak 1964; the form of Sutskever et al. 2013, equation 1, with η taken out of v). With μ = 0 it is plain
/// gradient descent.
/// </summary>
public sealed class StochasticGradientDescent : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">η; positive.</param>
    /// <param name="momentum">μ, from 0 to below 1.</param>
    public StochasticGradientDescent(double learningRate, double momentum = 0)
        : base(learningRate)
    {
        if (!(momentum >= 0 && momentum < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(momentum), momentum, "Momentum must be from 0 to below 1.");
        }

        Momentum = momentum;
    }

    /// <summary>μ.</summary>
    public double Momentum { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"sgd, rate {LearningRate:R}, momentum {Momentum:R}");

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step) =>
        OptimizerSteps.MomentumStep((float)step.LearningRate, (float)Momentum, gradient, state, parameters);
}
