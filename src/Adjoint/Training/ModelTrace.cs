using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>Runs a model on a batch node by node, so that what is between them can be looked at, and parameters changed on the way.</summary>
internal sealed class ModelTrace(Model model, Tensor<float> batch)
{
    private readonly Tensor<float>[] _values = new Tensor<float>[model.Nodes.Count];

    /// <summary>The parameters of a node.</summary>
    public IReadOnlyList<Parameter> ParametersOf(int node)
    {
        (int first, int count) = FirstParameterOf(node);
        return [.. model.Parameters.Skip(first).Take(count)];
    }

    /// <summary>Where a node's parameters stand among the model's.</summary>
    public (int First, int Count) FirstParameterOf(int node) => model.Topology.ParametersOf(node, batch.Shape[1..]);

    /// <summary>What a node reads; those before it must have been run.</summary>
    public IReadOnlyList<Tensor<float>> InputsOf(int node) => [.. model.Topology.SourcesOf(node).Select(source => source < 0 ? batch : _values[source])];

    /// <summary>Runs a node, again if its parameters have changed.</summary>
    public Tensor<float> Run(int node) => _values[node] = ChannelStatistics.Evaluate(model.Nodes[node].Layer, InputsOf(node), ParametersOf(node));
}
