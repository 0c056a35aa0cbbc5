namespace Adjoint.Layers;

/// <summary>
/// A layer at a place in a model, with a name and what it reads. Nodes with the same layer object share its parameters.
/// </summary>
/// <param name="Name">The name, unlike all others of the model: <c>convolution1</c>.</param>
/// <param name="Layer">The layer.</param>
/// <param name="Inputs">The names of the nodes that it reads, all of them before it, or <see cref="Model.InputName"/> for what the model is given.</param>
public sealed record ModelNode(string Name, Layer Layer, params IReadOnlyList<string> Inputs);
