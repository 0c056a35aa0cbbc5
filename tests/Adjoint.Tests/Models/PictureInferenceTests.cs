using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Tests.Models;

public sealed class PictureInferenceTests
{
    [Fact]
    public void The_border_is_continued_by_reflection_by_what_the_layers_eat()
    {
        Sequential model = Network(3, 2);
        Tensor<float> picture = Noise([9, 7, 3]);
        Tensor<float> continued = new([1, 13, 11, 3]);
        for (int y = 0; y < 13; y++)
        {
            for (int x = 0; x < 11; x++)
            {
                for (int c = 0; c < 3; c++)
                {
                    continued[0, y, x, c] = picture[Mirror(y - 2, 9), Mirror(x - 2, 7), c];
                }
            }
        }

        Tensor<float> expected = model.Predict(continued), actual = PictureInference.Run(model, picture);
        Assert.Equal([9, 7, 2], actual.Shape);
        Assert.Equal(expected.Span.ToArray(), actual.Span.ToArray());
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(3, 2)]
    [InlineData(300, 700)]
    public void Every_size_comes_back(int height, int width)
    {
        Sequential model = Network(3, 1);
        Picture picture = Picture.FromTensor(Noise([height, width, 3]));
        Picture result = PictureInference.Run(model, picture);
        Assert.Equal((height, width, 1, 8), (result.Height, result.Width, result.Channels, result.BitDepth));
        Tensor<float> numbers = PictureInference.RunToTensor(model, picture);
        Assert.Equal(PictureInference.Run(model, picture.ToTensor()).Span.ToArray(), numbers.Span.ToArray());
        Assert.Equal(Picture.FromTensor(numbers).Bytes.ToArray(), result.Bytes.ToArray());
    }

    [Fact]
    public void Kernels_of_even_size_and_other_boundaries_keep_the_size_too()
    {
        Tensor<float> picture = Noise([12, 15, 1]);
        Sequential even = new([16, 16, 1], new Correlation2D(1, [4, 2]));
        Assert.Equal(picture.Shape, PictureInference.Run(even, picture).Shape);
        Sequential same = new([16, 16, 1], new Correlation2D(1, 5) { Boundary = Adjoint.Primitives.Boundary.Same });
        Assert.Equal(TiledInference.Run(same, picture).Span.ToArray(), PictureInference.Run(same, picture).Span.ToArray());
    }

    [Fact]
    public void Grey_becomes_equal_colours_and_colours_become_luminance()
    {
        Tensor<float> grey = Noise([8, 9, 1]), colors = new([8, 9, 3]);
        for (int i = 0; i < 72; i++)
        {
            colors.Span.Slice(3 * i, 3).Fill(Picture.FromTensor(grey).ToTensor().Span[i]);
        }

        Sequential colorModel = Network(3, 1), greyModel = Network(1, 1);
        Assert.Equal(
            PictureInference.Run(colorModel, colors).Span.ToArray(), PictureInference.RunToTensor(colorModel, Picture.FromTensor(grey)).Span.ToArray());
        Picture colorful = Picture.FromTensor(Noise([8, 9, 3]));
        Assert.Equal(
            PictureInference.Run(greyModel, Luminance.Of(colorful)).Span.ToArray(), PictureInference.RunToTensor(greyModel, colorful).Span.ToArray());
    }

    [Fact]
    public void Depth_and_opacity_are_kept()
    {
        Picture picture = Picture.Create(6, 5, 3, 16).WithAlpha(Enumerable.Range(0, 30).Select(i => (ushort)(i * 1000)).ToArray());
        Picture result = PictureInference.Run(Network(3, 3), picture);
        Assert.Equal(16, result.BitDepth);
        Assert.True(result.Alpha!.Value.Span.SequenceEqual(picture.Alpha!.Value.Span));
    }

    [Fact]
    public void Channels_that_no_picture_has_are_refused()
    {
        Picture picture = Picture.Create(20, 20, 3, 8);
        Assert.Contains("gives 2 channels", Assert.Throws<ShapeException>(() => PictureInference.Run(Network(3, 2), picture)).Message, StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => PictureInference.Run(Network(5, 1), picture));
        Assert.Throws<ShapeException>(() => PictureInference.Run(Network(3, 1), Noise([20, 20, 1])));
    }

    private static Sequential Network(int input, int output)
    {
        Sequential model = new([16, 16, input], new Convolution2D(4, 3, Activation.Relu), new Convolution2D(output, 3));
        model.Initialize(11);
        return model;
    }

    private static Tensor<float> Noise(Shape shape)
    {
        Tensor<float> values = new(shape);
        new KeyedRandom(3, "picture").FillUniform(values.Span);
        return values;
    }

    private static int Mirror(int i, int length) => i < 0 ? -i : i >= length ? (2 * (length - 1)) - i : i;
}
