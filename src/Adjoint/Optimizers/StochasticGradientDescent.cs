using System.Globalization;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Optimizers;

/// <summary>
/// Gradient descent with momentum: <c>v ← μ v + g</c>, <c>w ← w − η v</c> (Polyak 1964; the form of Sutskever et al. 2013, equation 1, with η taken out of v). With μ = 0 it is plain
/// gradient descent.
/// </summary>
/// <remarks>
/// Nesterov's: <c>w ← w − η (g + μ v)</c> with the new v. This is the form of PyTorch. Sutskever et al. (2013, equations 3 and 4) take the gradient at the
/// point looked ahead to, w + μ v; in the looked-ahead point as the variable their update is this one, while η and μ are constant.
/// </remarks>
public sealed class StochasticGradientDescent : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">η; positive.</param>
    /// <param name="momentum">μ, from 0 to below 1.</param>
    /// <param name="isNesterov">Whether the step looks ahead; then μ must be above 0.</param>
    /// <exception cref="ArgumentException">A setting is out of its range, or Nesterov's momentum is 0.</exception>
    public StochasticGradientDescent(double learningRate, double momentum = 0, bool isNesterov = false)
        : base(learningRate)
    {
        Settings.RequireShare(momentum, "Momentum", nameof(momentum));
        if (isNesterov && momentum == 0)
        {
            throw new ArgumentException("Nesterov's step looks ahead by the momentum, which must be above 0.", nameof(isNesterov));
        }

        (Momentum, IsNesterov) = (momentum, isNesterov);
    }

    /// <summary>μ.</summary>
    public double Momentum { get; }

    /// <summary>Whether the step looks ahead.</summary>
    public bool IsNesterov { get; }

    /// <inheritdoc/>
    public override string Description =>
        string.Create(CultureInfo.InvariantCulture, $"sgd, rate {LearningRate:R}, {(IsNesterov ? "nesterov " : "")}momentum {Momentum:R}");

    /// <inheritdoc/>
    public override int StateCount => 1;

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step)
    {
        if (IsNesterov)
        {
            OptimizerSteps.NesterovStep((float)step.LearningRate, (float)Momentum, gradient, state, parameters);
        }
        else
        {
            OptimizerSteps.MomentumStep((float)step.LearningRate, (float)Momentum, gradient, state, parameters);
        }
    }
}
