using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>What an evaluation gave.</summary>
/// <param name="Value">The expression's value.</param>
/// <param name="Gradients">The gradients that were asked for, in the order of the names.</param>
internal sealed record EvaluationResult(Tensor<double> Value, IReadOnlyList<(string Name, Tensor<double> Gradient)> Gradients);
