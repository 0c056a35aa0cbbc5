using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Tests.Layers;

/// <summary>Groups of channels in layers: shapes, values, model files with and without them.</summary>
public sealed class GroupedConvolutionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("adjoint-groups").FullName;

    private string FilePath => Path.Combine(_folder, "model.safetensors");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_group_has_the_channels_of_its_group_alone()
    {
        Correlation2D layer = new(8, 3) { Groups = 2 };
        Assert.Equal([3, 3, 2, 8], layer.Parameters([[6, 5, 4]])[0].Shape);
        Assert.Equal([4, 3, 8], layer.OutputShape([[6, 5, 4]]));
        Assert.Equal(4 * 3 * 8 * 9 * 2, layer.MultiplyAdds([[6, 5, 4]]));
        Assert.Equal(2, ((Correlation2D)layer.With(Activation.Relu)).Groups);
        Assert.Equal(2, ((Convolution2D)new Convolution2D(8, 3) { Groups = 2 }.With(Activation.Relu)).Groups);
    }

    [Fact]
    public void Grouped_layers_are_layers_side_by_side()
    {
        // A layer in two groups against one layer a group, each on its half of the channels.
        Sequential whole = new([7, 6, 4], new Convolution2D(6, 3, Activation.Relu) { Groups = 2, Boundary = Boundary.Same });
        whole.Initialize(3);
        Tensor<float> input = new([2, 7, 6, 4]), kernel = whole.Parameters[0].Value;
        new KeyedRandom(1, "test").FillNormal(input.Span);
        float[] result = whole.Predict(input).Span.ToArray();
        for (int group = 0; group < 2; group++)
        {
            Sequential part = new([7, 6, 2], new Convolution2D(3, 3, Activation.Relu) { Boundary = Boundary.Same });
            part.Initialize(4);
            Tensor<float> half = new([2, 7, 6, 2]);
            for (int i = 0; i < half.Span.Length; i++)
            {
                half.Span[i] = input.Span[(i / 2 * 4) + (group * 2) + (i % 2)];
            }

            for (int i = 0; i < part.Parameters[0].Value.Span.Length; i++)
            {
                part.Parameters[0].Value.Span[i] = kernel.Span[(i / 3 * 6) + (group * 3) + (i % 3)];
            }

            float[] own = part.Predict(half).Span.ToArray();
            for (int i = 0; i < own.Length; i++)
            {
                Assert.Equal(own[i], result[(i / 3 * 6) + (group * 3) + (i % 3)], 1e-5f);
            }
        }
    }

    [Fact]
    public void Groups_come_back_from_a_model_file()
    {
        Sequential model = new([8, 8, 4], new Convolution2D(4, 3) { Groups = 4 }, new Correlation2D(2, 1) { Groups = 2 });
        model.Initialize(5);
        model.Save(FilePath);
        Model back = ModelFile.Load(FilePath);
        Assert.Equal([4, 2], back.Nodes.Select(node => ((ConvolutionLayer)node.Layer).Groups));
        Assert.Equal(model.Parameters.Select(parameter => parameter.Value.Shape), back.Parameters.Select(parameter => parameter.Value.Shape));
    }

    [Fact]
    public void Files_from_before_there_were_groups_are_read()
    {
        Sequential model = new([8, 8, 4], new Convolution2D(4, 3));
        model.Initialize(5);
        model.Save(FilePath);
        Rewrite("\"groups\":1,", "");
        Assert.Equal(1, ((ConvolutionLayer)ModelFile.Load(FilePath).Nodes[0].Layer).Groups);
    }

    [Theory]
    [InlineData("0", "groups' must be a whole number from 1 on, not 0")]
    [InlineData("3", "3 groups")]
    [InlineData("\"two\"", "groups")]
    public void Groups_that_cannot_be_are_refused(string groups, string named)
    {
        Sequential model = new([8, 8, 4], new Convolution2D(4, 3));
        model.Initialize(5);
        model.Save(FilePath);
        Rewrite("\"groups\":1", "\"groups\":" + groups);
        string message = Assert.Throws<InvalidDataException>(() => ModelFile.Load(FilePath)).Message;
        Assert.True(message.Contains(named, StringComparison.Ordinal), message);
        Assert.DoesNotContain('\n', message);
    }

    [Fact]
    public void Groups_that_do_not_divide_the_channels_name_the_layer()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Convolution2D(4, 3) { Groups = 0 });
        string message = Assert.Throws<ShapeException>(() => new Sequential([8, 8, 4], new Convolution2D(6, 3) { Groups = 3 })).Message;
        Assert.Contains("3 groups", message, StringComparison.Ordinal);
        Assert.Contains("4", message, StringComparison.Ordinal);
        Assert.Contains("4 groups", Assert.Throws<ShapeException>(() => new Sequential([8, 8, 4], new Convolution2D(6, 3) { Groups = 4 })).Message, StringComparison.Ordinal);
    }

    private void Rewrite(string from, string to)
    {
        SafetensorsFile file = SafetensorsFile.Read(FilePath);
        string architecture = file.Metadata["adjoint.model"];
        Assert.Contains(from, architecture, StringComparison.Ordinal);
        file.Metadata["adjoint.model"] = architecture.Replace(from, to, StringComparison.Ordinal);
        file.Save(FilePath);
    }
}
