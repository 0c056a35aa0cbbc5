using Adjoint.Graph;

namespace Adjoint.Layers;

/// <summary>A model as expressions.</summary>
/// <param name="Output">What it computes: batch × output shape.</param>
/// <param name="Noise">Variables that need fresh random numbers from [0, 1) at each step of training; their first axis is the batch.</param>
/// <param name="Updates">States that training renews: the place of each among the model's parameters, and its new value.</param>
public sealed record ModelGraph(Expr Output, IReadOnlyList<Variable> Noise, IReadOnlyList<(int Parameter, Expr Value)> Updates);
