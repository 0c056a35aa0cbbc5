using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>What a layer says of one of its parameters before there are values.</summary>
/// <param name="Name">The name within the layer: <c>kernel</c>, <c>bias</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Initializer">How it gets its first value.</param>
/// <param name="IsState">Whether it is gathered in training, as a running mean is, and not trained by gradient.</param>
public sealed record ParameterSpecification(string Name, Shape Shape, Initializer Initializer, bool IsState = false);
