using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Tensors;

namespace Adjoint.Tests.Layers;

/// <summary>Models as graphs: shared weights, names, what is refused, and their files.</summary>
public sealed class ModelGraphTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Problem_P2_is_a_model_whose_two_layers_have_one_kernel()
    {
        Convolution2D f = new(1, 3) { HasBias = false };
        Sequential model = new([9, 9, 1], f, f);
        model.Initialize(3);
        Tensor<float> y = Random([1, 9, 9, 1]);

        Assert.Equal(["convolution1", "convolution1@2"], model.Nodes.Select(node => node.Name));
        Assert.Equal(9, model.ParameterCount);
        Assert.Equal([9, 0], model.Describe([9, 9, 1]).Select(layer => layer.ParameterCount));
        Sequential once = new([9, 9, 1], new Convolution2D(1, 3) { HasBias = false });
        model.Parameters[0].Value.Span.CopyTo(once.Parameters[0].Value.Span);
        Assert.Equal(once.Predict(once.Predict(y)).Span.ToArray(), model.Predict(y).Span.ToArray());
    }

    [Fact]
    public void Two_equal_layers_are_not_one()
    {
        Sequential model = new([9, 9, 1], new Convolution2D(1, 3), new Convolution2D(1, 3));
        Assert.Equal(20, model.ParameterCount);
    }

    [Fact]
    public void A_graph_comes_back_from_its_file_with_its_shared_weights()
    {
        Model model = Branched();
        string path = _folder["graph.safetensors"];
        model.Save(path);
        Model back = ModelFile.Load(path);

        Assert.Equal(model.Nodes.Select(node => (node.Name, string.Join(' ', node.Inputs))), back.Nodes.Select(node => (node.Name, string.Join(' ', node.Inputs))));
        Assert.Equal(model.ParameterCount, back.ParameterCount);
        Tensor<float> y = Random([2, 6, 7, 1]);
        Assert.Equal(model.Predict(y).Span.ToArray(), back.Predict(y).Span.ToArray());
    }

    [Fact]
    public void A_graph_runs_tile_by_tile_as_it_does_at_once()
    {
        Model model = Branched();
        Assert.Equal(new ReceptiveField(1, -2, 2, true), model.ReceptiveFieldAlong(0));
        Tensor<float> picture = Random([900, 70, 1]);
        Assert.Equal(model.Predict(picture.Reshape([1, 900, 70, 1])).Span.ToArray(), TiledInference.Run(model, picture).Span.ToArray());
    }

    [Fact]
    public void Frozen_layers_are_named()
    {
        Model model = Branched();
        model.Freeze("convolution1");
        Assert.Equal(["convolution1.kernel", "convolution1.bias"], model.Parameters.Where(parameter => !parameter.IsTrained).Select(parameter => parameter.Name));
        model.Freeze("convolution1", frozen: false);
        Assert.All(model.Parameters, parameter => Assert.True(parameter.IsTrained));
        Assert.Contains("convolution1, ", Assert.Throws<ArgumentException>(() => model.Freeze("convolution7")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_together_is_refused_by_name()
    {
        ActivationLayer relu = new(Activation.Relu);
        Refused("'b'", new ModelNode("a", relu, "b"));
        Refused("called 'a'", new ModelNode("a", relu, Model.InputName), new ModelNode("a", relu, "a"));
        Refused("No layer reads a", new ModelNode("a", relu, Model.InputName), new ModelNode("b", relu, Model.InputName));
        Refused("reads 1 inputs, not 2", new ModelNode("a", relu, Model.InputName, Model.InputName));
        Refused("reads two or more inputs, not 1", new ModelNode("a", new Sum(), Model.InputName));
        Assert.Throws<ArgumentException>(() => new Model([4, 4, 1], []));
        Convolution2D f = new(2, 3);
        ShapeException mismatch = Assert.Throws<ShapeException>(() => new Sequential([9, 9, 1], f, f));
        Assert.Contains("convolution1@2", mismatch.Message, StringComparison.Ordinal);
        ModelBuilder graph = new([4, 4, 1]);
        ModelValue first = graph.Apply(relu, graph.Input);
        graph.Apply(new ActivationLayer(Activation.Relu), first);
        Assert.Throws<ArgumentException>(() => graph.Build(first));
    }

    private static void Refused(string message, params ModelNode[] nodes) =>
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new Model([4, 4, 1], nodes)).Message, StringComparison.Ordinal);

    /// <summary>f(f(y)) + g(y), all of y's size.</summary>
    private static Model Branched()
    {
        LayerTable.Kinds.Add("test-sum", "Adds.", _ => new Sum());
        ModelBuilder graph = new([16, 16, 1]);
        Convolution2D f = new(1, 3, Activation.Relu) { Boundary = Boundary.Same };
        ModelValue twice = graph.Apply(f, graph.Apply(f, graph.Input));
        ModelValue other = graph.Apply(new Correlation2D(1, 3) { Boundary = Boundary.Reflect }, graph.Input);
        Model model = graph.Build(graph.Apply(new Sum(), twice, other));
        model.Initialize(5);
        return model;
    }

    private static Tensor<float> Random(Shape shape)
    {
        Tensor<float> values = new(shape);
        new KeyedRandom(1, "graph").FillNormal(values.Span);
        return values;
    }

    private sealed class Sum : Layer
    {
        public override string Kind => "test-sum";

        public override int? InputCount => null;

        public override Shape OutputShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override Expr Build(IReadOnlyList<Expr> inputs, LayerContext context) => inputs.Aggregate((left, right) => left + right);

        public override ReceptiveField? ReceptiveFieldAlong(int axis) => ReceptiveField.Point;

        public override void WriteSettings(System.Text.Json.Utf8JsonWriter writer)
        {
        }
    }
}
