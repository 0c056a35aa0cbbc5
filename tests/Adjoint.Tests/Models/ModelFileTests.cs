using System.Text;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Tests.Models;

public sealed class ModelFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("adjoint-model").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_model_comes_back_as_it_was()
    {
        Sequential model = new(
            [20, 24, 3],
            new Convolution2D(4, [3, 5], Activation.Relu) { Boundary = Boundary.Reflect, Stride = [1, 2] },
            new ActivationLayer(Activation.Relu),
            new Correlation2D(2, 2) { Boundary = Boundary.Same, Dilation = [2, 1], HasBias = false });
        model.Initialize(5);
        model.Metadata["task"] = "grey \"quoted\" é";

        model.Save(FilePath);
        Model back = ModelFile.Load(FilePath);

        Assert.Equal(model.InputShape, back.InputShape);
        Assert.Equal(model.Nodes.Select(node => node.Name), back.Nodes.Select(node => node.Name));
        Assert.Equal("grey \"quoted\" é", back.Metadata["task"]);
        Assert.Equal(model.Parameters.Select(parameter => parameter.Name), back.Parameters.Select(parameter => parameter.Name));
        Tensor<float> input = new([1, 20, 24, 3]);
        new KeyedRandom(1, "test").FillNormal(input.Span);
        Assert.Equal(model.Predict(input).Span.ToArray(), back.Predict(input).Span.ToArray());
    }

    [Fact]
    public void Equal_models_are_equal_files()
    {
        Small().Save(FilePath);
        byte[] first = File.ReadAllBytes(FilePath);
        Small().Save(FilePath);
        Assert.Equal(first, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void A_file_of_someone_else_says_so()
    {
        SafetensorsFile file = new();
        file.Add("weights", new Tensor<float>([2]));
        file.Save(FilePath);
        Assert.Contains("architecture", Refusal(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json", "cannot be used")]
    [InlineData("{}", "'version' is missing")]
    [InlineData("""{"version":99}""", "version 99")]
    [InlineData("""{"version":1,"input":[4,4,1],"layers":[{"kind":"spell"}]}""", "there is no layer of kind 'spell'")]
    [InlineData("""{"version":1,"input":[4,4,1],"layers":[]}""", "'layers'")]
    [InlineData("""{"version":1,"input":[4,-4,1],"layers":[]}""", "'input'")]
    [InlineData("""{"version":1,"input":[4,4,1],"layers":[{"kind":"activation","function":"sine"}]}""", "'layers[0].function' is 'sine'")]
    [InlineData("""{"version":1,"input":[2000000000,2000000000,8],"layers":[{"kind":"activation","function":"relu"}]}""", "elements")]
    public void A_broken_architecture_is_named_in_one_line(string architecture, string expected)
    {
        SafetensorsFile file = new();
        file.Metadata["adjoint.model"] = architecture;
        file.Save(FilePath);
        Assert.Contains(expected, Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_with_a_value_that_is_no_number_is_refused()
    {
        Sequential model = Small();
        model.Parameters[0].Value.Span[4] = float.NaN;
        model.Save(FilePath);
        Assert.Contains("'convolution1.kernel'", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_a_reader_of_ones_own_throws_the_file_is_named()
    {
        // The table is everyone's: described for a schema, the kind must not throw.
        LayerTable.Kinds.Add("faulty", "Throws.", settings =>
            settings.Boolean("throws", "Whether it does.") ? throw new FormatException("no such number") : new ActivationLayer(Activation.None));
        SafetensorsFile file = new();
        file.Metadata["adjoint.model"] = """{"version":1,"input":[4,4,1],"layers":[{"kind":"faulty","throws":true}]}""";
        file.Save(FilePath);
        Assert.Contains("no such number", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_or_misshapen_tensor_is_named()
    {
        Small().Save(FilePath);
        SafetensorsFile saved = SafetensorsFile.Read(FilePath), file = new();
        file.Metadata["adjoint.model"] = saved.Metadata["adjoint.model"];
        file.Save(FilePath);
        Assert.Contains("'convolution1.kernel'", Refusal(), StringComparison.Ordinal);
        file.Add("convolution1.kernel", new Tensor<float>([1, 2, 3]));
        file.Save(FilePath);
        Assert.Contains("3×3×1×2", Refusal(), StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_and_nothing_else_happens()
    {
        Small().Save(FilePath);
        byte[] whole = File.ReadAllBytes(FilePath);
        Random random = new(1);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = i % 2 == 0 ? whole[..random.Next(whole.Length)] : [.. whole];
            if (i % 2 == 1)
            {
                damaged[random.Next(Math.Min(600, whole.Length))] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(FilePath, damaged);
            try
            {
                Assert.NotEmpty(ModelFile.Load(FilePath).Parameters);
            }
            catch (InvalidDataException exception)
            {
                Assert.Contains(FilePath, exception.Message, StringComparison.Ordinal);
                Assert.DoesNotContain('\n', exception.Message);
            }
        }
    }

    [Fact]
    public void Any_reader_finds_the_weights_by_the_format_alone()
    {
        Sequential model = Small();
        model.Save(FilePath);
        byte[] bytes = File.ReadAllBytes(FilePath);
        int header = (int)BitConverter.ToUInt64(bytes);
        using System.Text.Json.JsonDocument json = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetString(bytes, 8, header));
        System.Text.Json.JsonElement kernel = json.RootElement.GetProperty("convolution1.kernel");
        int start = 8 + header + kernel.GetProperty("data_offsets")[0].GetInt32();
        Assert.Equal("F32", kernel.GetProperty("dtype").GetString());
        Assert.Equal(model.Parameters[0].Value.Span[5], BitConverter.ToSingle(bytes, start + (5 * sizeof(float))));
    }

    private static Sequential Small()
    {
        Sequential model = new([8, 8, 1], new Convolution2D(2, 3, Activation.Relu));
        model.Initialize(1);
        return model;
    }

    private string Refusal()
    {
        string message = Assert.Throws<InvalidDataException>(() => ModelFile.Load(FilePath)).Message;
        Assert.Contains(FilePath, message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', message);
        Assert.DoesNotContain("(Parameter", message, StringComparison.Ordinal);
        return message;
    }
}
