using Adjoint.Analysis;

namespace Adjoint.Cli.Verdicts;

/// <summary>What was found about the weights of one layer of a model, or of all.</summary>
/// <param name="Name">The layer's name; nothing for all layers together.</param>
/// <param name="Output">Whether the model's output is linear in them.</param>
/// <param name="Loss">What is said of the loss.</param>
internal sealed record ModelPart(string? Name, LinearityVerdict Output, Answer Loss);
