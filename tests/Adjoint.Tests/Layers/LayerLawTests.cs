using System.Text;
using System.Text.Json;
using Adjoint.Checking;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Primitives;
using Adjoint.Tensors;
using Adjoint.Tests.Support;
using Adjoint.Tests.Tensors;

namespace Adjoint.Tests.Layers;

/// <summary>What every layer is held to.</summary>
public sealed class LayerLawTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => LayerCases.Names;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_layer_is_listed_here_and_in_the_table_of_kinds()
    {
        HashSet<Type> listed = [.. LayerCases.Cases.SelectMany(@case => @case.Layers()).Select(layer => layer.GetType())];
        Type[] all = [.. typeof(Layer).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Layer)) && !type.IsAbstract)];
        Assert.Empty(all.Except(listed));
        Assert.True(all.Length > 20);
        Assert.Empty(LayerCases.Cases.SelectMany(@case => @case.Layers()).Select(layer => layer.Kind).Except(LayerTable.Kinds.Kinds));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_are_those_of_the_expression(string name)
    {
        Model model = LayerCases.Find(name).Create();
        foreach (LayerMode mode in Enum.GetValues<LayerMode>())
        {
            for (int batch = 2; batch <= 4; batch++)
            {
                Built built = new(model, batch, mode);
                Assert.Equal([batch, .. model.OutputShape(model.InputShape)], built.Graph.Output.Shape);
                Assert.All(built.Graph.Updates, update => Assert.True(model.Parameters[update.Parameter].IsState));
                Assert.All(built.Graph.Noise, noise => Assert.Equal(batch, noise.Shape[0]));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Gradients_agree_with_differences_in_both_modes(string name)
    {
        Model model = LayerCases.Find(name).Create();
        foreach (LayerMode mode in Enum.GetValues<LayerMode>())
        {
            Built built = new(model, 2, mode);
            Random random = new(7);
            Expr scalar = Expressions.Sum(built.Graph.Output * new Constant(RandomTensors.Next(random, built.Graph.Output.Shape)));
            Derivatives.AgreeWithDifferences(scalar, built.Input, built.Values);
            for (int i = 0; i < model.Parameters.Count; i++)
            {
                if (model.Parameters[i].IsTrained)
                {
                    Derivatives.AgreeWithDifferences(scalar, built.Parameters[i], built.Values);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Plans_compute_what_the_references_say(string name)
    {
        Model model = LayerCases.Find(name).Create();
        Built built = new(model, 3, LayerMode.Inference);
        Assert.Empty(built.Graph.Noise);
        Assert.Empty(built.Graph.Updates);
        Tensor<double> expected = Interpreter.Evaluate(built.Graph.Output, built.Values);
        Close(Vectors.ToSingle(expected), model.Predict(Vectors.ToSingle(built.Values[0].Value)), name);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Samples_do_not_depend_on_each_other_once_trained(string name)
    {
        Model model = LayerCases.Find(name).Create();
        Tensor<float> batch = Random([3, .. model.InputShape]);
        Tensor<float> together = model.Predict(batch);
        int input = model.InputShape.Size, output = together.Shape[1..].Size;
        for (int i = 0; i < 3; i++)
        {
            Tensor<float> alone = model.Predict(new Tensor<float>([1, .. model.InputShape], batch.Span.Slice(i * input, input).ToArray()));
            Close(new Tensor<float>(alone.Shape, together.Span.Slice(i * output, output).ToArray()), alone, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Tiles_give_what_the_whole_picture_gives(string name)
    {
        LayerCase @case = LayerCases.Find(name);
        Model model = @case.Create();
        foreach (Shape size in @case.IsAnySize ? (Shape[])[[30, 1200], [1500, 24], [6, 6]] : [[6, 6]])
        {
            Tensor<float> picture = Random([.. size, 4]);
            Tensor<float> whole = model.Predict(picture.Reshape([1, .. picture.Shape])), tiled = TiledInference.Run(model, picture);
            Assert.Equal(whole.Shape[1..], tiled.Shape);
            Close(whole.Reshape(tiled.Shape), tiled, name);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_keep_settings_and_values(string name)
    {
        Model model = LayerCases.Find(name).Create();
        model.Save(_folder["model.safetensors"]);
        Model back = ModelFile.Load(_folder["model.safetensors"]);
        Assert.Equal(Architecture(model), Architecture(back));
        Assert.Equal(model.Parameters.Select(parameter => (parameter.Name, parameter.IsState)), back.Parameters.Select(parameter => (parameter.Name, parameter.IsState)));
        Tensor<float> batch = Random([2, .. model.InputShape]);
        Assert.Equal(model.Predict(batch).Span.ToArray(), back.Predict(batch).Span.ToArray());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Parts_say_all_of_the_work_and_the_parameters(string name)
    {
        Model model = LayerCases.Find(name).Create();
        foreach (LayerDescription layer in model.Describe(model.InputShape))
        {
            IReadOnlyList<LayerDescription> parts = layer.Layer.Parts(layer.Inputs);
            if (parts.Count > 0)
            {
                Assert.Equal(layer.MultiplyAdds, parts.Sum(part => part.MultiplyAdds));
                Assert.Equal(layer.Parameters.Select(parameter => parameter.Name), parts.SelectMany(part => part.Parameters).Select(parameter => $"{layer.Name}.{parameter.Name}"));
                Assert.Equal(layer.Output, parts.Last(part => part.Name != "projection").Output);
            }
        }
    }

    private static string Architecture(Model model)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            ModelArchitecture.Write(writer, model);
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static void Close(Tensor<float> expected, Tensor<float> actual, string what)
    {
        double scale = Math.Max(1, Vectors.Largest(Vectors.ToDouble(expected))), distance = Vectors.Distance(Vectors.ToDouble(expected), Vectors.ToDouble(actual));
        Assert.True(distance <= 2e-5 * scale, $"{what}: off by {distance:G3} of {scale:G3}.");
    }

    private static Tensor<float> Random(Shape shape)
    {
        Tensor<float> values = new(shape);
        new KeyedRandom(1, "layer laws").FillNormal(values.Span);
        return values;
    }

    /// <summary>A model as expressions with values for all variables.</summary>
    private sealed class Built
    {
        public Built(Model model, int batch, LayerMode mode)
        {
            Input = new Variable("input", [batch, .. model.InputShape]);
            Parameters = model.ParameterVariables();
            Graph = model.Build(Input, Parameters, mode);
            Tensor<double> noise = RandomTensors.Next(new Random(5), [1000], new Adjoint.Graph.Facts.Interval(0, 0.999));
            Values =
            [
                (Input, Vectors.ToDouble(Random(Input.Shape))),
                .. Parameters.Zip(model.Parameters, (variable, parameter) => (variable, Vectors.ToDouble(parameter.Value))),
                .. Graph.Noise.Select(variable => (variable, new Tensor<double>(variable.Shape, [.. noise.Span[..variable.Shape.Size]]))),
            ];
        }

        public Variable Input { get; }

        public IReadOnlyList<Variable> Parameters { get; }

        public ModelGraph Graph { get; }

        public (Variable Variable, Tensor<double> Value)[] Values { get; }
    }
}
