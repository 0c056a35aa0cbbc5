using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>What a layer says of one of its parameters before there are values.</summary>
/// <param name="Name">The name within the layer: <c>kernel</c>, <c>bias</c>.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Initializer">How it gets its first value.</param>
public sealed record ParameterSpecification(string Name, Shape Shape, Initializer Initializer);

/// <summary>A trained or trainable tensor of a model.</summary>
/// <param name="Name">The full name: layer, point, parameter, as in <c>convolution1.kernel</c>.</param>
/// <param name="Value">The value, which training replaces in place.</param>
public sealed record Parameter(string Name, Tensor<float> Value);
