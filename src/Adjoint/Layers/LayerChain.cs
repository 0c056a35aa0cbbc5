using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>Layers one after the other within a layer: what composites are made of.</summary>
internal sealed class LayerChain
{
    private readonly ModelTopology _topology;

    /// <summary>Makes a chain.</summary>
    /// <param name="kind">The kind of layer that it is within, for messages.</param>
    /// <param name="layers">The layers in order.</param>
    /// <exception cref="ArgumentException">There are none, one stands there twice, or one reads several values.</exception>
    public LayerChain(string kind, IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException($"A {kind} needs at least one layer within it.", nameof(layers));
        }

        // Settings write each layer out, and so could not say that two of them are one.
        if (layers.Distinct(ReferenceEqualityComparer.Instance).Count() < layers.Count)
        {
            throw new ArgumentException($"The same layer stands twice within a {kind}: make two, or share weights between the layers of the model.", nameof(layers));
        }

        Layers = [.. layers];
        _topology = new ModelTopology(Nodes(Layers));
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Whether one of them mixes samples in training.</summary>
    public bool MixesSamples => Layers.Any(layer => layer.MixesSamples);

    /// <summary>Names layers by kind and number, and has each read the one before it.</summary>
    public static IReadOnlyList<ModelNode> Nodes(IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        LayerNames names = new();
        List<ModelNode> nodes = [];
        foreach (Layer layer in layers)
        {
            nodes.Add(new ModelNode(names.Next(layer), layer, nodes.Count == 0 ? Model.InputName : nodes[^1].Name));
        }

        return nodes;
    }

    /// <summary>A row for each layer.</summary>
    public IReadOnlyList<LayerDescription> Describe(Shape input) => _topology.Describe(input);

    /// <summary>The shape of one sample that leaves the last layer.</summary>
    public Shape OutputShape(Shape input) => Describe(input)[^1].Output;

    /// <summary>All layers' parameters, each under the name of its layer: <c>convolution1.kernel</c>.</summary>
    public IReadOnlyList<ParameterSpecification> Parameters(Shape input) => [.. Describe(input).SelectMany(layer => layer.Parameters)];

    /// <summary>Multiplications with addition of all layers.</summary>
    public long MultiplyAdds(Shape input) => Describe(input).Sum(layer => layer.MultiplyAdds);

    /// <summary>The field of the last layer's output in what the first one reads.</summary>
    public ReceptiveField? ReceptiveFieldAlong(int axis) => _topology.ReceptiveFieldAlong(axis);

    /// <summary>The layers' expression; their parameters are the first of the context's.</summary>
    public Expr Build(Expr input, LayerContext context)
    {
        Shape sample = input.Shape[1..];
        Expr value = input;
        for (int i = 0; i < Layers.Count; i++)
        {
            (int first, int count) = _topology.ParametersOf(i, sample);
            value = Layers[i].Build([value], context.Part(first, count));
        }

        return value;
    }
}
