using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// A model of layers one after the other. A layer object that stands in it twice is one layer with one set of parameters: <c>new Sequential(input, f, f)</c> is f(f(y)).
/// </summary>
/// <param name="input">The usual shape of one sample, height × width × channels. Height and width are examples; channels are fixed.</param>
/// <param name="layers">The layers in order.</param>
/// <exception cref="Graph.ShapeException">A layer cannot take what the one before it gives; the message names the layer.</exception>
public sealed class Sequential(Shape input, params IReadOnlyList<Layer> layers) : Model(input, LayerChain.Nodes(layers));
