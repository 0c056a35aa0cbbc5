using Adjoint.Metrics;
using Adjoint.Tensors;

namespace Adjoint.Tests.Metrics;

/// <summary>MS-SSIM against its definition, worked out window by window.</summary>
public sealed class MultiScaleStructuralSimilarityTests
{
    private const double C1 = 0.0001, C2 = 0.0009;

    private static readonly double[] _exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    [Fact]
    public void Identical_pictures_have_similarity_1() =>
        Assert.Equal(1, MultiScaleStructuralSimilarity.Compute(Noise(1, 161, 180), Noise(1, 161, 180)), 1e-12);

    [Fact]
    public void Constant_pictures_differ_in_the_last_scales_luminance_alone()
    {
        Tensor<float> a = new([170, 165]), b = new([170, 165]);
        a.Span.Fill(0.25f);
        b.Span.Fill(0.75f);
        double luminance = ((2 * 0.25 * 0.75) + C1) / ((0.25 * 0.25) + (0.75 * 0.75) + C1);
        Assert.Equal(Math.Pow(luminance, 0.1333), MultiScaleStructuralSimilarity.Compute(a, b), 1e-12);
    }

    [Theory]
    [InlineData(161, 163)]
    [InlineData(176, 170)]
    public void The_index_is_that_of_its_definition(int height, int width)
    {
        Tensor<float> a = Noise(1, height, width), b = Noise(2, height, width);
        for (int i = 0; i < a.Span.Length; i++)
        {
            b.Span[i] = (0.4f * b.Span[i]) + (0.6f * a.Span[i]) + 0.05f;
        }

        double expected = Direct(Plane(a, height, width), Plane(b, height, width));
        Assert.InRange(expected, 0.5, 0.98);
        Assert.Equal(expected, MultiScaleStructuralSimilarity.Compute(a, b), 1e-9);
        Assert.Equal(expected, MultiScaleStructuralSimilarity.Compute(b, a), 1e-9);

        // Two channels, interleaved: the mean of the picture's index and of 1.
        float[] first = [.. a.Span.ToArray().SelectMany(value => new[] { value, value })];
        float[] second = [.. a.Span.ToArray().Zip(b.Span.ToArray(), (x, y) => new[] { x, y }).SelectMany(pair => pair)];
        Assert.Equal((1 + expected) / 2, MultiScaleStructuralSimilarity.Compute(first, second, height, width, 2), 1e-9);
    }

    [Fact]
    public void Opposite_pictures_have_similarity_0()
    {
        Tensor<float> a = Noise(4, 165, 165), b = new([165, 165]);
        for (int i = 0; i < a.Span.Length; i++)
        {
            b.Span[i] = 1 - a.Span[i];
        }

        Assert.Equal(0, MultiScaleStructuralSimilarity.Compute(a, b));
    }

    [Fact]
    public void What_is_too_small_is_refused()
    {
        Assert.Equal(161, MultiScaleStructuralSimilarity.LeastSize);
        ArgumentException failure = Assert.Throws<ArgumentException>(() => MultiScaleStructuralSimilarity.Compute(new Tensor<float>([160, 500]), new Tensor<float>([160, 500])));
        Assert.Contains("161×161, not 160×500", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => MultiScaleStructuralSimilarity.Compute(new float[161 * 161], new float[160 * 161], 161, 161));
        Assert.Throws<ArgumentException>(() => MultiScaleStructuralSimilarity.Compute(new Tensor<float>([161, 162]), new Tensor<float>([162, 161])));
        Assert.Throws<ArgumentOutOfRangeException>(() => MultiScaleStructuralSimilarity.Compute(new float[161 * 161], new float[161 * 161], 161, 161, 1, double.NaN));
    }

    private static double Direct(double[,] a, double[,] b)
    {
        double product = 1;
        for (int scale = 0; scale < 5; scale++)
        {
            double sum = 0;
            int rows = a.GetLength(0) - 10, columns = a.GetLength(1) - 10;
            for (int top = 0; top < rows; top++)
            {
                for (int left = 0; left < columns; left++)
                {
                    double ma = 0, mb = 0, va = 0, vb = 0, cov = 0;
                    Walk((w, x, y) => (ma, mb) = (ma + (w * x), mb + (w * y)));
                    Walk((w, x, y) => (va, vb, cov) = (va + (w * (x - ma) * (x - ma)), vb + (w * (y - mb) * (y - mb)), cov + (w * (x - ma) * (y - mb))));
                    sum += ((2 * cov) + C2) / (va + vb + C2) * (scale == 4 ? ((2 * ma * mb) + C1) / ((ma * ma) + (mb * mb) + C1) : 1);

                    void Walk(Action<double, double, double> visit)
                    {
                        for (int i = 0; i < 121; i++)
                        {
                            visit(_window[i], a[top + (i / 11), left + (i % 11)], b[top + (i / 11), left + (i % 11)]);
                        }
                    }
                }
            }

            product *= Math.Pow(sum / (rows * columns), _exponents[scale]);
            (a, b) = (Halve(a), Halve(b));
        }

        return product;
    }

    private static readonly double[] _window = Window();

    private static double[] Window()
    {
        double[] weights = [.. Enumerable.Range(0, 121).Select(i => Math.Exp(-((((i / 11) - 5) * ((i / 11) - 5)) + (((i % 11) - 5) * ((i % 11) - 5))) / 4.5))];
        double sum = weights.Sum();
        return [.. weights.Select(weight => weight / sum)];
    }

    // The mean over each 2×2 pixels of the picture, mirrored behind its end.
    private static double[,] Halve(double[,] plane)
    {
        int height = plane.GetLength(0), width = plane.GetLength(1);
        double[,] half = new double[(height + 1) / 2, (width + 1) / 2];
        for (int i = 0; i < 2 * half.GetLength(0); i++)
        {
            for (int j = 0; j < 2 * half.GetLength(1); j++)
            {
                half[i / 2, j / 2] += plane[i < height ? i : height - 1, j < width ? j : width - 1] / 4;
            }
        }

        return half;
    }

    private static double[,] Plane(Tensor<float> picture, int height, int width)
    {
        double[,] plane = new double[height, width];
        for (int i = 0; i < height * width; i++)
        {
            plane[i / width, i % width] = picture.Span[i];
        }

        return plane;
    }

    private static Tensor<float> Noise(int seed, int height, int width)
    {
        Tensor<float> tensor = new([height, width]);
        KeyedRandom random = new(seed, "test");
        random.FillUniform(tensor.Span);
        return tensor;
    }
}
