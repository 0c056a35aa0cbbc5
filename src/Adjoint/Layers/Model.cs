using System.Collections.ObjectModel;
using System.Globalization;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// A model: a graph of layers with their parameters. It knows its shapes before it sees data, takes batches of
/// any size and, as far as its layers do, pictures of any height and width. It may be run from several threads.
/// </summary>
/// <remarks>For layers one after the other see <see cref="Sequential"/>; for graphs <see cref="ModelBuilder"/>.</remarks>
public class Model
{
    /// <summary>The name by which nodes read what the model is given.</summary>
    public const string InputName = "input";

    private readonly ModelTopology _topology;
    private readonly HashSet<Layer> _frozen = new(ReferenceEqualityComparer.Instance);
    private readonly PlanCache _plans = new();

    /// <summary>Makes a model with parameters initialised from seed 0.</summary>
    /// <param name="input">The usual shape of one sample, height × width × channels. Height and width are examples; channels are fixed.</param>
    /// <param name="nodes">The layers, each after those it reads. The last one gives the model's output.</param>
    /// <exception cref="ArgumentException">Names clash or are unknown, or a node is read by none.</exception>
    /// <exception cref="ShapeException">A layer cannot take what it reads; the message names the layer.</exception>
    public Model(Shape input, IReadOnlyList<ModelNode> nodes)
        : this(input, nodes, null)
    {
        Initialize(0);
    }

    private Model(Shape input, IReadOnlyList<ModelNode> nodes, Func<ModelNode, IReadOnlyList<Parameter>>? existing)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        InputShape = input;
        Nodes = new ReadOnlyCollection<ModelNode>([.. nodes]);
        _topology = new ModelTopology(Nodes);
        LayerDescription[] owners = [.. _topology.Describe(input).Where(layer => layer.Owner == layer.Name)];
        Specifications = [.. owners.SelectMany(layer => layer.Parameters)];
        if (Specifications.GroupBy(parameter => parameter.Name).FirstOrDefault(group => group.Count() > 1) is IGrouping<string, ParameterSpecification> twice)
        {
            throw new ArgumentException($"Two parameters of the model are called '{twice.Key}'; give one of the layers another name.", nameof(nodes));
        }

        Parameters = new ReadOnlyCollection<Parameter>(existing is null
            ? [.. Specifications.Select(parameter => new Parameter(parameter.Name, new Tensor<float>(parameter.Shape), parameter.IsState))]
            : [.. owners.SelectMany(owner => existing(nodes.Single(node => node.Name == owner.Name)))]);
    }

    /// <summary>The usual shape of one sample.</summary>
    public Shape InputShape { get; }

    /// <summary>The layers at their places, in the order of computation.</summary>
    public IReadOnlyList<ModelNode> Nodes { get; }

    /// <summary>The parameters and states in order. Their values may be written to while the model is not being run.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The number of trainable numbers, frozen ones included.</summary>
    public int ParameterCount => Parameters.Where(parameter => !parameter.IsState).Sum(parameter => parameter.Value.Shape.Size);

    /// <summary>Whether a batch must be computed in one piece in training: some layer that learns mixes its samples.</summary>
    public bool MixesSamples => Enumerable.Range(0, Nodes.Count).Any(node => Nodes[node].Layer.MixesSamples && !IsFrozen(node));

    /// <summary>What the model is for and how it was made, kept in its file: names to texts.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    internal IReadOnlyList<ParameterSpecification> Specifications { get; }

    internal ModelTopology Topology => _topology;

    /// <summary>Sets every parameter and state to its first value; frozen ones too.</summary>
    /// <param name="seed">Same seed, same values.</param>
    public void Initialize(long seed)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            Specifications[i].Initializer.Fill(Parameters[i].Value.Span, new KeyedRandom(seed, "initialisation", i));
        }
    }

    /// <summary>Sets what is not frozen to its first value.</summary>
    internal void InitializeLearning(long seed)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            if (!Parameters[i].IsFrozen)
            {
                Specifications[i].Initializer.Fill(Parameters[i].Value.Span, new KeyedRandom(seed, "initialisation", i));
            }
        }
    }

    /// <summary>
    /// Has training leave a layer as it is: its weights get no gradient, its state is kept, and it computes what it does in inference.
    /// </summary>
    /// <param name="layer">The layer's name.</param>
    /// <param name="frozen">No to let it learn again.</param>
    /// <exception cref="ArgumentException">There is no such layer.</exception>
    public void Freeze(string layer, bool frozen = true)
    {
        int node = _topology.IndexOf(layer);
        if (node < 0)
        {
            throw new ArgumentException($"There is no layer '{layer}' to freeze; the layers are {string.Join(", ", Nodes.Select(each => each.Name))}.", nameof(layer));
        }

        (int first, int count) = _topology.ParametersOf(node, InputShape);
        for (int i = first; i < first + count; i++)
        {
            Parameters[i].IsFrozen = frozen;
        }

        // A layer without parameters, such as dropout, is frozen too: it computes what it does in inference.
        _ = frozen ? _frozen.Add(Nodes[node].Layer) : _frozen.Remove(Nodes[node].Layer);
    }

    private bool IsFrozen(int node)
    {
        (int first, int count) = _topology.ParametersOf(node, InputShape);
        return count == 0 ? _frozen.Contains(Nodes[node].Layer) : Parameters.Skip(first).Take(count).All(parameter => parameter.IsFrozen);
    }

    /// <summary>What each layer does to a sample: shapes, parameters, multiply-adds.</summary>
    /// <param name="input">The shape of one sample.</param>
    /// <exception cref="ShapeException">A layer cannot take what it reads, or the model's parameters are made for other inputs;
    /// the message names the layer.</exception>
    public IReadOnlyList<LayerDescription> Describe(Shape input)
    {
        IReadOnlyList<LayerDescription> descriptions = _topology.Describe(input);
        int next = 0;
        foreach (LayerDescription layer in descriptions.Where(layer => layer.Owner == layer.Name))
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                Shape own = Specifications[next++].Shape;
                if (parameter.Shape != own)
                {
                    throw new ShapeException(
                        $"Layer {layer.Name}: an input of {string.Join(", ", layer.Inputs)} needs '{parameter.Name}' of {parameter.Shape}, but the model's is {own}: it was made for inputs of {InputShape}.");
                }
            }
        }

        return descriptions;
    }

    /// <summary>The shape of one sample's output.</summary>
    /// <param name="input">The shape of one sample.</param>
    public Shape OutputShape(Shape input) => Describe(input)[^1].Output;

    /// <summary>
    /// Which inputs an output reads along a spatial axis, through all layers; nothing where the model is no sliding window of stride 1 that is the same everywhere,
    /// and so cannot be run tile by tile.
    /// </summary>
    /// <param name="axis">0 for rows, 1 for columns.</param>
    public ReceptiveField? ReceptiveFieldAlong(int axis) =>
        _topology.ReceptiveFieldAlong(axis) is { Stride: 1, IsLocal: true } field ? field : null;

    /// <summary>The model as an expression, to be used.</summary>
    /// <param name="input">A batch of samples.</param>
    /// <param name="parameters">An expression for each of <see cref="Parameters"/>.</param>
    public Expr Build(Expr input, IReadOnlyList<Expr> parameters) => Build(input, parameters, LayerMode.Inference).Output;

    /// <summary>The model as expressions.</summary>
    /// <param name="input">A batch of samples.</param>
    /// <param name="parameters">An expression for each of <see cref="Parameters"/>.</param>
    /// <param name="mode">Whether it is to learn or to be used.</param>
    public ModelGraph Build(Expr input, IReadOnlyList<Expr> parameters, LayerMode mode)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(parameters);
        if (parameters.Count != Parameters.Count)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The model has {Parameters.Count} parameters, not {parameters.Count}."), nameof(parameters));
        }

        _ = Describe(input.Shape[1..]);
        GraphRecord record = new(parameters);
        Expr[] values = new Expr[Nodes.Count];
        for (int i = 0; i < Nodes.Count; i++)
        {
            (int first, int count) = _topology.ParametersOf(i, input.Shape[1..]);
            LayerContext context = new(record, first, count, IsFrozen(i) ? LayerMode.Inference : mode);
            values[i] = Nodes[i].Layer.Build([.. _topology.SourcesOf(i).Select(source => source < 0 ? input : values[source])], context);
        }

        return new ModelGraph(values[^1], record.Noise, record.Updates);
    }

    /// <summary>A variable for each parameter, named and shaped like it.</summary>
    public IReadOnlyList<Variable> ParameterVariables() => [.. Parameters.Select(parameter => new Variable(parameter.Name, parameter.Value.Shape))];

    /// <summary>Runs the model on a batch. For large pictures see <see cref="TiledInference"/>.</summary>
    /// <param name="batch">Batch × sample shape.</param>
    /// <returns>Batch × output shape, in new memory.</returns>
    /// <exception cref="ShapeException">The batch does not fit the model.</exception>
    public Tensor<float> Predict(Tensor<float> batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        PlanSession<float> session = OpenSession(batch.Shape);
        session.Bind(0, batch.Memory);
        session.Run(WorkerPool.Shared);
        return session.CopyOutput(0);
    }

    /// <summary>The model up to one of its nodes; it shares this one's parameters.</summary>
    /// <param name="node">The index of the node that gives the output.</param>
    internal Model Front(int node) => new(InputShape, _topology.Before(node), existing =>
    {
        (int first, int count) = _topology.ParametersOf(_topology.IndexOf(existing.Name), InputShape);
        return [.. Parameters.Skip(first).Take(count)];
    });

    /// <summary>A session that runs the model on batches of one shape: input 0 is the batch, the parameters are bound.</summary>
    /// <param name="batch">The shape of a batch.</param>
    internal PlanSession<float> OpenSession(Shape batch)
    {
        PlanSession<float> session = new(_plans.Get(batch, Compile));
        for (int i = 0; i < Parameters.Count; i++)
        {
            session.Bind(i + 1, Parameters[i].Value.Memory);
        }

        return session;
    }

    private Plan Compile(Shape batch)
    {
        Variable input = new("input", batch);
        IReadOnlyList<Variable> parameters = ParameterVariables();
        return Plan.Compile(new Function([input, .. parameters], [Build(input, parameters)]));
    }
}
