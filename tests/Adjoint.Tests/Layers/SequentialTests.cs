using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Tests.Layers;

public sealed class SequentialTests
{
    [Fact]
    public void Problem_P4_has_its_shapes_and_counts_before_any_data()
    {
        Sequential model = P4();
        IReadOnlyList<LayerDescription> layers = model.Describe([64, 64, 3]);

        Assert.Equal(["convolution1.kernel", "convolution1.bias", "convolution2.kernel", "convolution2.bias"], model.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([3, 3, 3, 8], layers[0].Parameters[0].Shape);
        Assert.Equal([3, 3, 8, 1], layers[1].Parameters[0].Shape);
        Assert.Equal([224, 73], layers.Select(layer => layer.ParameterCount));
        Assert.Equal(297, model.ParameterCount);
        Assert.Equal([62, 62, 8], layers[0].Output);
        Assert.Equal([60, 60, 1], layers[1].Output);
        Assert.Equal(62L * 62 * 8 * 27, layers[0].MultiplyAdds);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Computes_what_the_definition_says(bool flips)
    {
        ConvolutionLayer layer = flips ? new Convolution2D(2, 3, Activation.Relu) : new Correlation2D(2, 3, Activation.Relu);
        Sequential model = new([5, 6, 3], layer);
        model.Initialize(7);
        model.Parameters[1].Value.Span[0] = 0.25f;
        Tensor<float> input = Random([2, 5, 6, 3], 1);

        Tensor<float> output = model.Predict(input);

        Tensor<float> kernel = model.Parameters[0].Value, bias = model.Parameters[1].Value;
        for (int n = 0; n < 2; n++)
        {
            for (int y = 0; y < 3; y++)
            {
                for (int x = 0; x < 4; x++)
                {
                    for (int o = 0; o < 2; o++)
                    {
                        double sum = bias[o];
                        for (int i = 0; i < 27; i++)
                        {
                            (int dy, int dx, int c) = (i / 9, i / 3 % 3, i % 3);
                            sum += input[n, y + dy, x + dx, c] * (double)(flips ? kernel[2 - dy, 2 - dx, c, o] : kernel[dy, dx, c, o]);
                        }

                        Assert.Equal(Math.Max(sum, 0), output[n, y, x, o], 1e-5);
                    }
                }
            }
        }
    }

    [Fact]
    public void Initialisation_is_He_normal_and_follows_the_seed()
    {
        Sequential model = new([16, 16, 32], new Convolution2D(64, 3));
        model.Initialize(3);
        float[] first = model.Parameters[0].Value.Span.ToArray();
        double variance = first.Average(value => (double)value * value), mean = first.Average(value => (double)value);

        // 18432 numbers: the standard error of the variance is 1 %, that of the mean 0.7 % of a deviation.
        Assert.Equal(2.0 / (9 * 32), variance, 2.0 / (9 * 32) * 0.05);
        Assert.InRange(mean / Math.Sqrt(variance), -0.04, 0.04);
        Assert.True(model.Parameters[1].Value.Span.IndexOfAnyExcept(0f) < 0);

        model.Initialize(4);
        Assert.NotEqual(first, model.Parameters[0].Value.Span.ToArray());
        model.Initialize(3);
        Assert.Equal(first, model.Parameters[0].Value.Span.ToArray());
    }

    [Fact]
    public void A_kernel_larger_than_the_picture_names_the_layer_and_the_sizes()
    {
        ShapeException exception = Assert.Throws<ShapeException>(() => new Sequential([4, 4, 3], new Convolution2D(8, 3), new Convolution2D(1, 5)));
        Assert.Contains("convolution2", exception.Message, StringComparison.Ordinal);
        Assert.Contains("2", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', exception.Message);
    }

    [Fact]
    public void The_size_of_a_picture_is_not_limited_by_what_is_between_the_layers()
    {
        // 20000 × 20000 × 8 values would be more than a shape can have; tiles never hold them.
        TiledInference inference = new(P4(), [20000, 20000, 3]);
        Assert.Equal([19996, 19996, 1], inference.OutputShape);
        Assert.Throws<ShapeException>(() => new TiledInference(P4(), [20000, 4, 3]));
        Assert.Throws<ShapeException>(() => new TiledInference(P4(), [20000, 20000, 1]));
    }

    [Fact]
    public void A_dilation_that_overflows_is_refused()
    {
        ShapeException exception = Assert.Throws<ShapeException>(() => new Sequential([64, 64, 1], new Convolution2D(1, 5) { Dilation = [1 << 30, 1] }));
        Assert.Contains("dilation", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_predicted_does_not_alias_what_is_predicted_next()
    {
        Sequential model = P4();
        Tensor<float> first = model.Predict(Random([1, 12, 12, 3], 1));
        float[] copy = first.Span.ToArray();
        model.Predict(Random([1, 12, 12, 3], 2));
        Assert.Equal(copy, first.Span.ToArray());
    }

    public static TheoryData<Boundary, int, int, int> Tilings
    {
        get
        {
            TheoryData<Boundary, int, int, int> data = [];
            foreach (Boundary boundary in Enum.GetValues<Boundary>())
            {
                data.Add(boundary, 700, 90, 3);
                data.Add(boundary, 61, 1300, 5);
                data.Add(boundary, 5, 5, 5);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Tilings))]
    public void Tiles_give_what_the_whole_picture_gives(Boundary boundary, int height, int width, int kernel)
    {
        Sequential model = new(
            [32, 32, 2],
            new Convolution2D(40, kernel, Activation.Relu) { Boundary = boundary },
            new Correlation2D(2, [1, 2]) { Boundary = boundary });
        model.Initialize(1);
        if (boundary == Boundary.Valid && width <= kernel)
        {
            Assert.Throws<ShapeException>(() => TiledInference.Run(model, Random([height, width, 2], 3)));
            return;
        }

        Tensor<float> picture = Random([height, width, 2], 3);
        Tensor<float> whole = model.Predict(picture.Reshape([1, height, width, 2])), tiled = TiledInference.Run(model, picture);

        Assert.Equal(whole.Shape[1..], tiled.Shape);
        for (int i = 0; i < tiled.Span.Length; i++)
        {
            Assert.Equal(whole.Span[i], tiled.Span[i], 1e-4f);
        }
    }

    [Fact]
    public async Task One_model_runs_on_several_threads_at_once()
    {
        Sequential model = P4();
        Tensor<float>[] inputs = [.. Enumerable.Range(0, 8).Select(i => Random([1, 20 + i, 24, 3], i))];
        float[][] alone = [.. inputs.Select(input => model.Predict(input).Span.ToArray())];
        await Parallel.ForAsync(0, 64, TestContext.Current.CancellationToken, (i, _) =>
        {
            Assert.Equal(alone[i % 8], model.Predict(inputs[i % 8]).Span.ToArray());
            return ValueTask.CompletedTask;
        });
    }

    private static Sequential P4() => new([64, 64, 3], new Convolution2D(8, 3, Activation.Relu), new Convolution2D(1, 3, Activation.Relu));

    private static Tensor<float> Random(Shape shape, int seed)
    {
        Tensor<float> tensor = new(shape);
        new KeyedRandom(seed, "test").FillUniform(tensor.Span, -1, 1);
        return tensor;
    }
}
