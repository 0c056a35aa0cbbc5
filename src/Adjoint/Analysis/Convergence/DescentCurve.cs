using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>A run of gradient descent with a fixed step.</summary>
/// <param name="Label">What it shows, as in <c>recommended step</c>.</param>
/// <param name="Step">The step.</param>
/// <param name="Losses">The loss at the start and after each iteration; it ends early where numbers end.</param>
/// <param name="Start">Where it starts.</param>
/// <param name="End">Where it ends.</param>
/// <param name="Diverges">Whether the verdict says that it must run away.</param>
public sealed record DescentCurve(
    string Label, double Step, IReadOnlyList<double> Losses, IReadOnlyDictionary<Variable, Tensor<double>> Start, IReadOnlyDictionary<Variable, Tensor<double>> End, bool Diverges);
