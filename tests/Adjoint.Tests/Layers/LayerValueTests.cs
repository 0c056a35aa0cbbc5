using Adjoint.Layers;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Tests.Layers;

/// <summary>What layers give for small inputs, worked out by hand. Conventions are PyTorch's where the layers say so.</summary>
public sealed class LayerValueTests
{
    private static readonly float[] Square = [1, 2, 3, 4];

    [Fact]
    public void Transposed_correlation_puts_a_copy_of_the_kernel_at_each_pixel()
    {
        // Copies side by side, then overlapping by one row and column.
        Shape small = [2, 2, 1];
        Assert.Equal(
            [1, 2, 2, 4, 3, 4, 6, 8, 3, 6, 4, 8, 9, 12, 12, 16],
            Run(small, Square, new TransposedCorrelation2D(1, 2) { Stride = [2, 2], HasBias = false }, Square));
        Assert.Equal([1, 4, 4, 6, 20, 16, 9, 24, 16], Run(small, Square, new TransposedCorrelation2D(1, 2) { HasBias = false }, Square));
        Assert.Equal([1, 4, 4, 6, 20, 16, 9, 24, 16], Run(small, Square, new TransposedConvolution2D(1, 2) { HasBias = false }, [4, 3, 2, 1]));
    }

    [Fact]
    public void Transposed_correlation_sums_over_the_last_axis_of_its_kernel()
    {
        // The kernel is 1×1×2×3: y₀ = 1·1 + 2·2 + 3·3, y₁ = 1·4 + 2·5 + 3·6, then the bias.
        Assert.Equal([14.5f, 31], Run([1, 1, 3], [1, 2, 3], new TransposedCorrelation2D(2, 1), [1, 2, 3, 4, 5, 6], [0.5f, -1]));
    }

    [Fact]
    public void Output_padding_adds_a_margin_that_only_the_bias_reaches() =>
        Assert.Equal([3, 1, 5, 1], Run([1, 2, 1], [2, 4], new TransposedCorrelation2D(1, 1) { Stride = [1, 2], OutputPadding = [0, 1] }, [1], [1]));

    [Fact]
    public void Dense_is_a_row_times_a_matrix()
    {
        // 1·1 + 2·3 + 3·5 = 22 and 1·2 + 2·4 + 3·6 = 28.
        Assert.Equal([22.5f, 0], Run([1, 3, 1], [1, 2, 3], new Dense(2, Activation.Relu), [1, 2, 3, 4, 5, 6], [0.5f, -30]));
    }

    [Fact]
    public void Pooling_takes_the_largest_or_the_mean_of_each_window()
    {
        float[] ramp = [.. Enumerable.Range(0, 16).Select(i => (float)i)], line = [1, 5, 2, 4, 3];
        Assert.Equal([5, 7, 13, 15], Run([4, 4, 1], ramp, new MaxPooling2D(2)));
        Assert.Equal([2.5f, 4.5f, 10.5f, 12.5f], Run([4, 4, 1], ramp, new AveragePooling2D(2)));
        Assert.Equal([5, 4], Run([1, 5, 1], line, new MaxPooling2D([1, 2])));
        Assert.Equal([5, 4, 3], Run([1, 5, 1], line, new MaxPooling2D([1, 2]) { RoundsUp = true }));
        Assert.Equal([5, 5, 4], Run([1, 5, 1], line, new MaxPooling2D([1, 3]) { Stride = [1, 2], Padding = [0, 1] }));
        Assert.Equal([-1], Run([1, 1, 1], [-1], new MaxPooling2D(3) { Padding = [1, 1] }));
        Assert.Equal([7.5f], Run([4, 4, 1], ramp, new GlobalAveragePooling()));
        Assert.Equal([15], Run([4, 4, 1], ramp, new GlobalMaxPooling()));
        Assert.Equal([4, 1, 5, 2], Run([1, 2, 4], [4, 0, 5, 1, 2, 1, 3, 2], new GlobalMaxPooling()));
    }

    [Fact]
    public void Averages_count_padding_or_do_not()
    {
        float[] ones = [.. Enumerable.Repeat(1f, 16)];
        AveragePooling2D counting = new(3) { Stride = [2, 2], Padding = [1, 1] }, inside = new(3) { Stride = [2, 2], Padding = [1, 1], CountsPadding = false };
        Assert.Equal([4 / 9f, 6 / 9f, 6 / 9f, 1], Run([4, 4, 1], ones, counting), Near);
        Assert.Equal([1, 1, 1, 1], Run([4, 4, 1], ones, inside), Near);
    }

    [Fact]
    public void Sampling_moves_between_sizes()
    {
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], Run([2, 2, 1], Square, new UpSampling2D(2)));

        // Centres lie at −¼, ¼, ¾ and 1¼; beyond the border the last pixel goes on.
        Assert.Equal([1, 1.25f, 1.75f, 2, 1, 1.25f, 1.75f, 2], Run([1, 2, 1], [1, 2], new UpSampling2D(2, ResizeMethod.Bilinear)), Near);
        float[] squares = [.. Enumerable.Range(0, 16).Select(i => (float)(i * i))];

        // The mean of i², i < 16, is 15·31/6; the four in the middle are 5, 6, 9 and 10.
        Assert.Equal([77.5f], Run([4, 4, 1], squares, new DownSampling2D(4)), Near);
        Assert.Equal([(25 + 36 + 81 + 100) / 4f], Run([4, 4, 1], squares, new DownSampling2D(4, DownSamplingMethod.Bilinear)), Near);
        Assert.Equal([1, 3, 5, 7, 2, 4, 6, 8], Run([1, 2, 4], [1, 3, 2, 4, 5, 7, 6, 8], new PixelShuffle(2)));
    }

    [Fact]
    public void Normalisations_scale_to_mean_0_and_variance_1()
    {
        // Deviations of 1 and of 10 from their means, over √(1 + ε) and √(100 + ε).
        float one = (float)(1 / Math.Sqrt(1 + 1e-5)), ten = (float)(10 / Math.Sqrt(100 + 1e-5));
        float[] values = [1, 3, 10, 30];
        Assert.Equal([-one, one, -ten, ten], Run([1, 1, 4], values, new GroupNormalization(2)), Near);
        Assert.Equal([-one, one, -ten, ten], Run([1, 2, 2], values, new LayerNormalization()), Near);
        Assert.Equal([(-one * 3) + 1, (one * 4) - 1, (-ten * 3) + 1, (ten * 4) - 1], Run([1, 2, 2], values, new LayerNormalization(), [3, 4], [1, -1]), Near);

        // Mean 11 and variance (100 + 64 + 1 + 361) / 4 = 131.5.
        float all = (float)Math.Sqrt(131.5 + 1e-5);
        Assert.Equal([-10 / all, -8 / all, -1 / all, 19 / all], Run([1, 2, 2], values, new LayerNormalization(NormalizedAxes.Sample)), Near);
        Assert.Equal([-10 / all, -8 / all, -1 / all, 19 / all], Run([1, 2, 2], values, new GroupNormalization(1)), Near);

        // As many groups as channels: 1 and 10, 3 and 30.
        float near = (float)(4.5 / Math.Sqrt(20.25 + 1e-5)), far = (float)(13.5 / Math.Sqrt(182.25 + 1e-5));
        Assert.Equal([-near, -far, near, far], Run([1, 2, 2], values, new GroupNormalization(2)), Near);
    }

    [Fact]
    public void Batch_normalisation_uses_what_it_has_gathered()
    {
        // (x − mean) / √(variance + ε) · scale + shift, with variance + ε = 4 and 9.
        Assert.Equal([1, 10, 2, 12], Run([1, 2, 2], [1, 3, 2, 4], new BatchNormalization(0.9, 1), [2, 6], [1, 4], [1, 0], [3, 8]), Near);
    }

    [Fact]
    public void Values_are_joined()
    {
        Tensor<float> input = new([1, 1, 1, 2], [2, 5]);
        Assert.Equal([6, 15], Joined(new AddLayer()).Predict(input).Span.ToArray());
        Assert.Equal([8, 125], Joined(new MultiplyLayer()).Predict(input).Span.ToArray());
        Assert.Equal([2, 5, 2, 5, 2, 5], Joined(new ConcatenateLayer()).Predict(input).Span.ToArray());

        static Model Joined(Layer layer)
        {
            ModelBuilder graph = new([1, 1, 2]);
            return graph.Build(graph.Apply(layer, graph.Input, graph.Input, graph.Input));
        }
    }

    [Fact]
    public void A_residual_adds_what_it_reads()
    {
        Residual residual = new(new Correlation2D(2, 1) { HasBias = false }) { Activation = Activation.Relu };
        Assert.Equal([3, 0], Run([1, 1, 2], [1, 2], residual, [0, -1, 1, -3]));

        // Body 1·1 + 2·1 = 3, shortcut 1·10 + 2·20 = 50.
        Assert.Equal([53], Run([1, 1, 2], [1, 2], new Residual(new Correlation2D(1, 1) { HasBias = false }) { HasProjection = true }, [1, 1], [10, 20]));
    }

    [Fact]
    public void Activations_are_their_formulas()
    {
        double[] at = [-3, -0.5, 0, 0.25, 2];
        Check(Activation.None, z => z);
        Check(Activation.Relu, z => Math.Max(z, 0));
        Check(Activation.LeakyRelu, z => z > 0 ? z : z / 100);
        Check(Activation.Elu, z => z > 0 ? z : Math.Exp(z) - 1);
        Check(Activation.Sigmoid, z => 1 / (1 + Math.Exp(-z)));
        Check(Activation.Tanh, Math.Tanh);
        Check(Activation.Softplus, z => Math.Log(1 + Math.Exp(z)));
        Check(Activation.Silu, z => z / (1 + Math.Exp(-z)));

        // Φ at −3, −½, 0, ¼ and 2 from a table of the normal distribution (Abramowitz and Stegun, table 26.1).
        double[] distribution = [0.0013498980, 0.3085375387, 0.5, 0.5987063257, 0.9772498681];
        Check(Activation.Gelu, z => z * distribution[Array.IndexOf(at, z)]);

        Assert.Equal([0.25f, 0.75f], Run([2], [0, (float)Math.Log(3)], new SoftmaxLayer()), Near);

        void Check(Activation activation, Func<double, double> formula) =>
            Assert.Equal([.. at.Select(z => (float)formula(z))], Run([5], [.. at.Select(z => (float)z)], new ActivationLayer(activation)), Near);
    }

    [Fact]
    public void Work_is_counted()
    {
        Assert.Equal(12, Work([2, 3, 1], new Dense(2)));

        // Each of 2×3 pixels of 4 channels is multiplied with 3×3 taps and 5 channels.
        Assert.Equal(2 * 3 * 4 * 9 * 5, Work([2, 3, 4], new TransposedConvolution2D(5, 3) { Stride = [2, 2] }));
        Assert.Equal(2 * 3 * 4 * 9 * 3, Work([2, 3, 4], new TransposedConvolution2D(6, 3) { Groups = 2 }));

        static long Work(Shape input, Layer layer) => new Sequential(input, layer).Describe(input)[0].MultiplyAdds;
    }

    private static bool Near(float a, float b) => Math.Abs(a - b) <= 2e-6f * Math.Max(1, Math.Abs(a));

    private static float[] Run(Shape input, float[] values, Layer layer, params float[][] parameters)
    {
        Sequential model = new(input, layer);
        for (int i = 0; i < parameters.Length; i++)
        {
            parameters[i].CopyTo(model.Parameters[i].Value.Span);
        }

        return model.Predict(new Tensor<float>([1, .. input], values)).Span.ToArray();
    }
}
