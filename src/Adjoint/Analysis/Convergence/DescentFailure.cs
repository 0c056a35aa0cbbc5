using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>Numbers that show how gradient descent fails.</summary>
/// <param name="Kind">How.</param>
/// <param name="Fixed">The values of all variables that do not move.</param>
/// <param name="Start">Where it starts: the stationary point, or the origin of the ray.</param>
/// <param name="AtStart">The loss there.</param>
/// <param name="Gradient">The gradient there.</param>
/// <param name="Because">Why this is a failure, in a sentence.</param>
public sealed record DescentFailure(
    DescentFailureKind Kind,
    IReadOnlyDictionary<Variable, Tensor<double>> Fixed,
    IReadOnlyDictionary<Variable, Tensor<double>> Start,
    double AtStart,
    IReadOnlyDictionary<Variable, Tensor<double>> Gradient,
    string Because)
{
    /// <summary>A point at which the loss is lower; nothing for rays.</summary>
    public IReadOnlyDictionary<Variable, Tensor<double>>? Lower { get; init; }

    /// <summary>The loss there.</summary>
    public double? AtLower { get; init; }

    /// <summary>The direction of the ray.</summary>
    public IReadOnlyDictionary<Variable, Tensor<double>>? Direction { get; init; }

    /// <summary>How far along the ray the losses were taken.</summary>
    public IReadOnlyList<double> Distances { get; init; } = [];

    /// <summary>The fixed step of the iterates.</summary>
    public double? Step { get; init; }

    /// <summary>The iterates, the start first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<Variable, Tensor<double>>> Iterates { get; init; } = [];

    /// <summary>The losses at the iterates, or along the ray.</summary>
    public IReadOnlyList<double> Losses { get; init; } = [];

    /// <summary>Smaller steps that fail too, each from a start of its own.</summary>
    public IReadOnlyList<double> OtherSteps { get; init; } = [];
}
