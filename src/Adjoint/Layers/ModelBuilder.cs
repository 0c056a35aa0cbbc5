using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A value within a model that is being built: the model's input, or what a layer gives.</summary>
/// <param name="Name">The name of the node that gives it.</param>
public sealed record ModelValue(string Name);

/// <summary>
/// Builds a model as a graph: apply layers to values. The same layer object applied twice is one layer with one set of parameters.
/// </summary>
/// <param name="input">The usual shape of one sample, height × width × channels.</param>
/// <example><code>
/// ModelBuilder graph = new([64, 64, 1]);
/// ModelValue noise = graph.Apply(last, graph.Apply(first, graph.Input));
/// Model model = graph.Build(graph.Apply(new AddLayer(), graph.Input, noise));
/// </code></example>
public sealed class ModelBuilder(Shape input)
{
    private readonly LayerNames _names = new();
    private readonly List<ModelNode> _nodes = [];

    /// <summary>What the model is given.</summary>
    public ModelValue Input { get; } = new(Model.InputName);

    /// <summary>Applies a layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="inputs">What it reads.</param>
    /// <returns>What it gives.</returns>
    public ModelValue Apply(Layer layer, params ReadOnlySpan<ModelValue> inputs)
    {
        ArgumentNullException.ThrowIfNull(layer);
        string[] sources = new string[inputs.Length];
        for (int i = 0; i < inputs.Length; i++)
        {
            sources[i] = inputs[i].Name;
        }

        ModelNode node = new(_names.Next(layer), layer, sources);
        _nodes.Add(node);
        return new ModelValue(node.Name);
    }

    /// <summary>The finished model.</summary>
    /// <param name="output">What it gives: the value that was made last.</param>
    /// <exception cref="ArgumentException">Another value was made last, or some value is read by no layer.</exception>
    /// <exception cref="Graph.ShapeException">A layer cannot take what it reads; the message names the layer.</exception>
    public Model Build(ModelValue output)
    {
        ArgumentNullException.ThrowIfNull(output);
        return _nodes.Count > 0 && _nodes[^1].Name == output.Name
            ? new Model(input, _nodes)
            : throw new ArgumentException($"The model's output must be the value that was made last, not '{output.Name}': apply its layer last.", nameof(output));
    }
}
