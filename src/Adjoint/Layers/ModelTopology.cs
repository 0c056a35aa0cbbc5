using System.Globalization;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>Who reads whom in a model, and which parameters belong to whom.</summary>
internal sealed class ModelTopology
{
    private readonly IReadOnlyList<ModelNode> _nodes;
    private readonly int[][] _sources;
    private readonly int[] _owners;
    private int[]? _parameterPlaces;

    public ModelTopology(IReadOnlyList<ModelNode> nodes)
    {
        if (nodes.Count == 0)
        {
            throw new ArgumentException("A model needs at least one layer.", nameof(nodes));
        }

        _nodes = nodes;
        _sources = new int[nodes.Count][];
        _owners = new int[nodes.Count];
        Dictionary<string, int> places = new(StringComparer.Ordinal) { [Model.InputName] = -1 };
        Dictionary<Layer, int> owners = new(ReferenceEqualityComparer.Instance);
        for (int i = 0; i < nodes.Count; i++)
        {
            ModelNode node = nodes[i];
            _sources[i] = [.. node.Inputs.Select(name => places.TryGetValue(name, out int place)
                ? place
                : throw new ArgumentException($"Layer {node.Name} reads '{name}', which is no layer before it; those are {string.Join(", ", places.Keys)}.", nameof(nodes)))];
            CheckInputCount(node);
            if (string.IsNullOrWhiteSpace(node.Name))
            {
                throw new ArgumentException("A part of the model has no name; give it one.", nameof(nodes));
            }

            if (!places.TryAdd(node.Name, i))
            {
                throw new ArgumentException($"Two parts of the model are called '{node.Name}'; names must differ.", nameof(nodes));
            }

            _owners[i] = owners.TryGetValue(node.Layer, out int owner) ? owner : owners[node.Layer] = i;
        }

        for (int i = 0; i < nodes.Count - 1; i++)
        {
            if (ReadersOf(i).Count == 0)
            {
                throw new ArgumentException($"No layer reads {nodes[i].Name}, and it is not the last one: leave it out, or name it as an input.", nameof(nodes));
            }
        }
    }

    /// <summary>The nodes that a node reads; −1 is the model's input.</summary>
    public IReadOnlyList<int> SourcesOf(int node) => _sources[node];

    /// <summary>The nodes that read a node.</summary>
    public IReadOnlyList<int> ReadersOf(int node) => [.. Enumerable.Range(0, _nodes.Count).Where(reader => _sources[reader].Contains(node))];

    /// <summary>Whether a node's parameters are its alone.</summary>
    public bool IsShared(int node) => _owners.Count(owner => owner == _owners[node]) > 1;

    public int IndexOf(string name)
    {
        for (int i = 0; i < _nodes.Count; i++)
        {
            if (_nodes[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Where a node's parameters stand among the model's.</summary>
    public (int First, int Count) ParametersOf(int node, Shape input)
    {
        // How many there are depends on the layers alone; where they stand is worked out once.
        _parameterPlaces ??= Places(input);
        int owner = _owners[node];
        return (_parameterPlaces[owner], _parameterPlaces[owner + 1] - _parameterPlaces[owner]);
    }

    /// <summary>A node and all that it depends on, in order.</summary>
    public IReadOnlyList<ModelNode> Before(int node)
    {
        bool[] needed = new bool[_nodes.Count];
        needed[node] = true;
        for (int i = node; i >= 0; i--)
        {
            foreach (int source in needed[i] ? _sources[i].Where(source => source >= 0) : [])
            {
                needed[source] = true;
            }
        }

        return [.. Enumerable.Range(0, node + 1).Where(i => needed[i]).Select(i => _nodes[i])];
    }

    public IReadOnlyList<LayerDescription> Describe(Shape input)
    {
        List<LayerDescription> descriptions = [];
        for (int i = 0; i < _nodes.Count; i++)
        {
            descriptions.Add(Describe(i, [.. _sources[i].Select(source => source < 0 ? input : descriptions[source].Output)], descriptions));
        }

        return descriptions;
    }

    public ReceptiveField? ReceptiveFieldAlong(int axis)
    {
        ReceptiveField?[] fields = new ReceptiveField?[_nodes.Count];
        for (int i = 0; i < _nodes.Count; i++)
        {
            ReceptiveField? read = null;
            foreach (int source in _sources[i])
            {
                if ((source < 0 ? ReceptiveField.Point : fields[source]) is not ReceptiveField field || (read is ReceptiveField other && other.Stride != field.Stride))
                {
                    return null;
                }

                read = read?.Union(field) ?? field;
            }

            if (read is null || _nodes[i].Layer.ReceptiveFieldAlong(axis) is not ReceptiveField own)
            {
                return null;
            }

            fields[i] = read.Value.Then(own);
        }

        return fields[^1];
    }

    private static void CheckInputCount(ModelNode node)
    {
        int? wanted = node.Layer.InputCount;
        if (wanted is int count ? node.Inputs.Count != count : node.Inputs.Count < 2)
        {
            string takes = wanted is int exactly ? exactly.ToString(CultureInfo.InvariantCulture) : "two or more";
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Layer {node.Name} of kind {node.Layer.Kind} reads {takes} inputs, not {node.Inputs.Count}."), nameof(node));
        }
    }

    private LayerDescription Describe(int index, Shape[] inputs, List<LayerDescription> before)
    {
        ModelNode node = _nodes[index];
        try
        {
            Shape output = node.Layer.OutputShape(inputs);
            string owner = _nodes[_owners[index]].Name;
            ParameterSpecification[] parameters = [.. node.Layer.Parameters(inputs).Select(parameter => parameter with { Name = $"{owner}.{parameter.Name}" })];
            if (_owners[index] != index)
            {
                RequireSame(before[_owners[index]], parameters);
            }

            return new LayerDescription(node.Name, node.Layer, inputs, output, parameters, node.Layer.MultiplyAdds(inputs), owner);
        }
        catch (Exception exception) when (exception is ShapeException or ArgumentException or OverflowException)
        {
            // A shape with too many elements is an argument out of range; the layer must be named all the same.
            throw new ShapeException($"Layer {node.Name}: {exception.Message.Split(" (Parameter", 2)[0]}", exception);
        }
    }

    private static void RequireSame(LayerDescription owner, ParameterSpecification[] parameters)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i].Shape != owner.Parameters[i].Shape)
            {
                throw new ShapeException(
                    $"it shares '{parameters[i].Name}' of {owner.Parameters[i].Shape}, but its own input would need {parameters[i].Shape}: shared layers must read as many channels.");
            }
        }
    }

    private int[] Places(Shape input)
    {
        int[] places = new int[_nodes.Count + 1];
        IReadOnlyList<LayerDescription> layers = Describe(input);
        for (int i = 0; i < _nodes.Count; i++)
        {
            places[i + 1] = places[i] + (_owners[i] == i ? layers[i].Parameters.Count : 0);
        }

        return places;
    }
}
