using System.Globalization;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Optimizers;

/// <summary>
/// RMSProp (Tieleman and Hinton 2012, lecture 6.5): <c>s ← α s + (1−α)g²</c>, <c>w ← w − η g / (√s + ε)</c>.
/// </summary>
/// <remarks>
/// With momentum: <c>b ← μ b + g / (√s + ε)</c>, <c>w ← w − η b</c>. Centred (Graves 2013, equations 38 to 41, with ε outside of the root): the variance
/// <c>s − m²</c> in place of s, where <c>m ← α m + (1−α)g</c>.
/// </remarks>
public sealed class RmsProp : Optimizer
{
    /// <summary>Makes the optimizer.</summary>
    /// <param name="learningRate">η; positive.</param>
    /// <param name="decay">α, from 0 to below 1.</param>
    /// <param name="epsilon">ε; positive.</param>
    /// <param name="momentum">μ, from 0 to below 1.</param>
    /// <param name="isCentred">Whether gradients are divided by their standard deviation rather than their root mean square.</param>
    /// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
    public RmsProp(double learningRate = 1e-2, double decay = 0.99, double epsilon = 1e-8, double momentum = 0, bool isCentred = false)
        : base(learningRate)
    {
        Settings.RequireShare(decay, "The decay α", nameof(decay));
        Settings.RequireEpsilon(epsilon, nameof(epsilon));
        Settings.RequireShare(momentum, "Momentum", nameof(momentum));
        (Decay, Epsilon, Momentum, IsCentred) = (decay, epsilon, momentum, isCentred);
    }

    /// <summary>α, how slowly the mean of the squared gradient moves.</summary>
    public double Decay { get; }

    /// <summary>ε, which keeps the step finite where the gradient is zero.</summary>
    public double Epsilon { get; }

    /// <summary>μ.</summary>
    public double Momentum { get; }

    /// <summary>Whether gradients are divided by their standard deviation rather than their root mean square.</summary>
    public bool IsCentred { get; }

    /// <inheritdoc/>
    public override string Description => string.Create(
        CultureInfo.InvariantCulture,
        $"rmsprop, rate {LearningRate:R}, decay {Decay:R}, epsilon {Epsilon:R}, momentum {Momentum:R}{(IsCentred ? ", centred" : "")}");

    /// <inheritdoc/>
    public override int StateCount => 1 + (Momentum > 0 ? 1 : 0) + (IsCentred ? 1 : 0);

    /// <inheritdoc/>
    public override void Step(Span<float> parameters, ReadOnlySpan<float> gradient, Span<float> state, in OptimizerStep step)
    {
        int length = parameters.Length;
        Span<float> squares = state[..length], rest = state[length..];
        Span<float> velocity = Momentum > 0 ? rest[..length] : [], means = IsCentred ? rest[velocity.Length..] : [];
        OptimizerSteps.RmsPropStep((float)step.LearningRate, (float)Decay, (float)Epsilon, (float)Momentum, gradient, squares, velocity, means, parameters);
    }
}
