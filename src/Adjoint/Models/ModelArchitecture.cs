using System.Text.Json;
using Adjoint.Configuration;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>
/// A model's layers as settings: <c>layers</c>, one after the other, or <c>graph</c>, named ones that say what they read.
/// Model files and training files have the same form.
/// </summary>
/// <param name="Input">The usual shape of one sample.</param>
/// <param name="Layers">The layers one after the other; none if there is a graph.</param>
/// <param name="Graph">The layers as a graph; none if they stand one after the other.</param>
public sealed record ModelArchitecture(Shape Input, IReadOnlyList<Layer> Layers, IReadOnlyList<GraphEntry> Graph)
{
    /// <summary>Asks for the settings of a model.</summary>
    /// <param name="settings">Where the answers come from.</param>
    /// <exception cref="SettingsException">A setting is missing or wrong.</exception>
    public static ModelArchitecture Read(SettingsReader settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return new ModelArchitecture(
            settings.Lengths("input", "The usual shape of one sample: height, width, channels. Height and width are examples.", minimum: 1),
            settings.Parts("layers", "The layers, one after the other; or give a graph.", LayerTable.Kinds, []),
            settings.Sections("graph", "The layers as a graph, each after those it reads; the last one gives the output.", GraphEntry.Read));
    }

    /// <summary>Makes the model, with parameters initialised from seed 0.</summary>
    /// <exception cref="SettingsException">The layers do not fit together; the message names the layer.</exception>
    public Model Build()
    {
        try
        {
            return (Layers.Count, Graph.Count) switch
            {
                (0, 0) => throw new SettingsException("A model needs 'layers', or a 'graph' of them."),
                ( > 0, > 0) => throw new SettingsException("A model has 'layers' or a 'graph', not both; leave one of them out."),
                ( > 0, _) => new Sequential(Input, Layers),
                _ => new Model(Input, Connect()),
            };
        }
        catch (Exception exception) when (exception is ArgumentException or Adjoint.Graph.ShapeException)
        {
            throw new SettingsException(exception.Message.Split(" (Parameter", 2)[0], exception);
        }
    }

    /// <summary>Writes a model's architecture as members of an open JSON object.</summary>
    /// <param name="writer">Where to write.</param>
    /// <param name="model">The model.</param>
    public static void Write(Utf8JsonWriter writer, Model model)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(model);
        JsonNames.WriteLengths(writer, "input", model.InputShape);
        bool isChain = model is Sequential && Enumerable.Range(0, model.Nodes.Count).All(node => !model.Topology.IsShared(node));
        writer.WriteStartArray(isChain ? "layers" : "graph");
        Dictionary<Layer, string> written = new(ReferenceEqualityComparer.Instance);
        foreach (ModelNode node in model.Nodes)
        {
            writer.WriteStartObject();
            if (isChain)
            {
                Layer.Write(writer, node.Layer);
            }
            else
            {
                WriteEntry(writer, node, written);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteEntry(Utf8JsonWriter writer, ModelNode node, Dictionary<Layer, string> written)
    {
        writer.WriteString("name", node.Name);
        writer.WriteStartArray("inputs");
        foreach (string input in node.Inputs)
        {
            writer.WriteStringValue(input);
        }

        writer.WriteEndArray();
        if (written.TryGetValue(node.Layer, out string? owner))
        {
            writer.WriteString("shares", owner);
            return;
        }

        written.Add(node.Layer, node.Name);
        writer.WriteStartObject("layer");
        Layer.Write(writer, node.Layer);
        writer.WriteEndObject();
    }

    private List<ModelNode> Connect()
    {
        List<ModelNode> nodes = [];
        foreach (GraphEntry entry in Graph)
        {
            Layer layer = (entry.Layer, entry.Shares) switch
            {
                (Layer own, "") => own,
                (null, "") => throw new SettingsException($"Layer {entry.Name} has no 'layer'; give one, or as 'shares' the name of a layer before it whose weights it has."),
                (null, string name) => nodes.FirstOrDefault(node => node.Name == name)?.Layer ?? throw new SettingsException($"Layer {entry.Name} shares '{name}', which is no layer before it."),
                _ => throw new SettingsException($"Layer {entry.Name} has a 'layer' and 'shares' another one; leave one of them out."),
            };
            IReadOnlyList<string> inputs = entry.Inputs.Count > 0 ? entry.Inputs : [nodes.Count == 0 ? Model.InputName : nodes[^1].Name];
            nodes.Add(new ModelNode(entry.Name, layer, inputs));
        }

        return nodes;
    }
}
