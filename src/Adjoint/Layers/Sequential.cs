using System.Collections.ObjectModel;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>
/// A model: layers one after the other, with their parameters. It knows its shapes before it sees data, takes batches of
/// any size and, as far as its layers do, pictures of any height and width. It may be run from several threads.
/// </summary>
public sealed class Sequential
{
    /// <summary>Plans kept for different batch shapes; the one used longest ago goes first.</summary>
    private const int MostPlans = 8;

    private readonly LinkedList<(Shape Input, Plan Plan)> _plans = [];
    private readonly Lock _plansLock = new();

    /// <summary>Makes a model with parameters initialised from a seed.</summary>
    /// <param name="input">The usual shape of one sample, height × width × channels. Height and width are examples; channels are fixed.</param>
    /// <param name="layers">The layers in order.</param>
    /// <exception cref="ShapeException">A layer cannot take what the one before it gives; the message names the layer.</exception>
    public Sequential(Shape input, params IReadOnlyList<Layer> layers)
    {
        ArgumentNullException.ThrowIfNull(layers);
        if (layers.Count == 0)
        {
            throw new ArgumentException("A model needs at least one layer.", nameof(layers));
        }

        InputShape = input;
        Layers = new ReadOnlyCollection<Layer>([.. layers]);
        Dictionary<string, int> kinds = [];
        List<string> names = [];
        foreach (Layer layer in layers)
        {
            int number = kinds[layer.Kind] = kinds.GetValueOrDefault(layer.Kind) + 1;
            names.Add($"{layer.Kind}{number}");
        }

        LayerNames = new ReadOnlyCollection<string>(names);
        Specifications = [.. DescribeLayers(input).SelectMany(description => description.Parameters)];
        Parameters = new ReadOnlyCollection<Parameter>([.. Specifications.Select(parameter => new Parameter(parameter.Name, new Tensor<float>(parameter.Shape)))]);
        Initialize(0);
    }

    /// <summary>The usual shape of one sample.</summary>
    public Shape InputShape { get; }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>The layers' names, kind and number: <c>convolution1</c>.</summary>
    public IReadOnlyList<string> LayerNames { get; }

    /// <summary>The parameters in order. Their values may be written to while the model is not being run.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The number of trainable numbers.</summary>
    public int ParameterCount => Parameters.Sum(parameter => parameter.Value.Shape.Size);

    /// <summary>What the model is for and how it was made, kept in its file: names to texts.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    internal IReadOnlyList<ParameterSpecification> Specifications { get; }

    /// <summary>Sets every parameter to its first value.</summary>
    /// <param name="seed">Same seed, same values.</param>
    public void Initialize(long seed)
    {
        for (int i = 0; i < Parameters.Count; i++)
        {
            Specifications[i].Initializer.Fill(Parameters[i].Value.Span, new KeyedRandom(seed, "initialisation", i));
        }
    }

    /// <summary>What each layer does to a sample: shapes, parameters, multiply-adds.</summary>
    /// <param name="input">The shape of one sample.</param>
    /// <exception cref="ShapeException">A layer cannot take what the one before it gives, or the model's parameters are made for other inputs;
    /// the message names the layer.</exception>
    public IReadOnlyList<LayerDescription> Describe(Shape input)
    {
        IReadOnlyList<LayerDescription> descriptions = DescribeLayers(input);
        int next = 0;
        foreach (LayerDescription layer in descriptions)
        {
            foreach (ParameterSpecification parameter in layer.Parameters)
            {
                Shape own = Specifications[next++].Shape;
                if (parameter.Shape != own)
                {
                    throw new ShapeException(
                        $"Layer {layer.Name}: an input of {layer.Input} needs '{parameter.Name}' of {parameter.Shape}, but the model's is {own}: it was made for inputs of {InputShape}.");
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
    public ReceptiveField? ReceptiveFieldAlong(int axis)
    {
        ReceptiveField field = ReceptiveField.Point;
        foreach (Layer layer in Layers)
        {
            if (layer.ReceptiveFieldAlong(axis) is not ReceptiveField own)
            {
                return null;
            }

            field = field.Then(own);
        }

        return field is { Stride: 1, IsLocal: true } ? field : null;
    }

    /// <summary>The model as an expression.</summary>
    /// <param name="input">A batch of samples.</param>
    /// <param name="parameters">An expression for each of <see cref="Parameters"/>.</param>
    public Expr Build(Expr input, IReadOnlyList<Expr> parameters)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentNullException.ThrowIfNull(parameters);
        Expr value = input;
        int next = 0;
        foreach (LayerDescription layer in Describe(input.Shape[1..]))
        {
            int count = layer.Parameters.Count;
            value = layer.Layer.Build(value, [.. parameters.Skip(next).Take(count)]);
            next += count;
        }

        return value;
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

    /// <summary>A session that runs the model on batches of one shape: input 0 is the batch, the parameters are bound.</summary>
    /// <param name="batch">The shape of a batch.</param>
    internal PlanSession<float> OpenSession(Shape batch)
    {
        PlanSession<float> session = new(PlanFor(batch));
        for (int i = 0; i < Parameters.Count; i++)
        {
            session.Bind(i + 1, Parameters[i].Value.Memory);
        }

        return session;
    }

    private List<LayerDescription> DescribeLayers(Shape input)
    {
        List<LayerDescription> descriptions = [];
        for (int i = 0; i < Layers.Count; i++)
        {
            Layer layer = Layers[i];
            string name = LayerNames[i];
            try
            {
                Shape output = layer.OutputShape(input);
                ParameterSpecification[] parameters = [.. layer.Parameters(input).Select(parameter => parameter with { Name = $"{name}.{parameter.Name}" })];
                descriptions.Add(new LayerDescription(name, layer, input, output, parameters, layer.MultiplyAdds(input)));
                input = output;
            }
            catch (ShapeException exception)
            {
                throw new ShapeException($"Layer {name}: {exception.Message}", exception);
            }
        }

        return descriptions;
    }

    private Plan PlanFor(Shape batch)
    {
        lock (_plansLock)
        {
            for (LinkedListNode<(Shape Input, Plan Plan)>? node = _plans.First; node is not null; node = node.Next)
            {
                if (node.Value.Input == batch)
                {
                    _plans.Remove(node);
                    _plans.AddFirst(node);
                    return node.Value.Plan;
                }
            }

            Variable input = new("input", batch);
            IReadOnlyList<Variable> parameters = ParameterVariables();
            Plan plan = Plan.Compile(new Function([input, .. parameters], [Build(input, parameters)]));
            _plans.AddFirst((batch, plan));
            if (_plans.Count > MostPlans)
            {
                _plans.RemoveLast();
            }

            return plan;
        }
    }
}
