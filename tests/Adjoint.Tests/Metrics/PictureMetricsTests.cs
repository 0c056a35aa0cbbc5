using Adjoint.Metrics;
using Adjoint.Tensors;
using CsCheck;

namespace Adjoint.Tests.Metrics;

public sealed class PictureMetricsTests
{
    private const double C1 = 0.0001, C2 = 0.0009;

    [Fact]
    public void Psnr_follows_its_formula()
    {
        Assert.Equal(20, PeakSignalToNoiseRatio.Compute([0.1f, 0.2f, 0.3f], [0.2f, 0.3f, 0.4f]), 1e-5);
        Assert.Equal(10 * Math.Log10(255.0 * 255 / 8.5), PeakSignalToNoiseRatio.Compute([0, 4, 3, 9], [0, 7, 3, 4], 255), 1e-6);
        Assert.Equal(0, PeakSignalToNoiseRatio.Compute([0], [1]), 1e-12);
        Assert.Equal(double.PositiveInfinity, PeakSignalToNoiseRatio.Compute([1, 2], [1, 2]));
        Assert.True(double.IsNaN(PeakSignalToNoiseRatio.Compute([1, float.NaN], [1, 2])));
        Assert.Equal(20, PeakSignalToNoiseRatio.Compute(new Tensor<float>([1, 2, 1]), new Tensor<float>([1, 2, 1], [0.1f, 0.1f])), 1e-5);
        Assert.Throws<ArgumentException>(() => PeakSignalToNoiseRatio.Compute([], []));
        Assert.Throws<ArgumentException>(() => PeakSignalToNoiseRatio.Compute([1], [1, 2]));
        Assert.Throws<ArgumentException>(() => PeakSignalToNoiseRatio.Compute(new Tensor<float>([1, 2]), new Tensor<float>([2, 1])));
        Assert.Throws<ArgumentOutOfRangeException>(() => PeakSignalToNoiseRatio.Compute([1], [1], 0));
    }

    [Fact]
    public void Identical_pictures_have_similarity_1() =>
        Assert.Equal(1, StructuralSimilarity.Compute(Noise(1, 40, 33, 3), Noise(1, 40, 33, 3)), 1e-12);

    [Fact]
    public void Constant_pictures_differ_in_luminance_alone()
    {
        // σ = 0 on both sides: the index is (2ab + C₁)/(a² + b² + C₁).
        Tensor<float> a = new([15, 20]), b = new([15, 20]);
        a.Span.Fill(0.25f);
        b.Span.Fill(0.75f);
        Assert.Equal(((2 * 0.25 * 0.75) + C1) / ((0.25 * 0.25) + (0.75 * 0.75) + C1), StructuralSimilarity.Compute(a, b), 1e-12);
        double c1 = C1 * 255 * 255;
        a.Span.Fill(50);
        b.Span.Fill(100);
        Assert.Equal(((2 * 50 * 100) + c1) / (2500 + 10000 + c1), StructuralSimilarity.Compute(a, b, 255), 1e-9);
    }

    [Fact]
    public void A_change_of_contrast_about_the_mean_gives_the_contrast_term()
    {
        // One window, x of weighted mean exactly m up to rounding, y = m + c(x − m): luminance term 1; the rest (2cv + C₂)/(v(1 + c²) + C₂).
        float[] x = Noise(3, 11, 11, 1).Span.ToArray(), y = new float[121];
        (double mean, double variance) = WindowMoments(x);
        foreach (double c in new[] { 0.5, 2, -1 })
        {
            for (int i = 0; i < x.Length; i++)
            {
                y[i] = (float)(mean + (c * (x[i] - mean)));
            }

            Assert.Equal(((2 * c * variance) + C2) / ((variance * (1 + (c * c))) + C2), StructuralSimilarity.Compute(x, y, 11, 11), 1e-6);
        }
    }

    [Fact]
    public void An_affine_change_gives_both_terms()
    {
        float[] x = Noise(3, 11, 11, 1).Span.ToArray();
        float[] y = [.. x.Select(v => (0.5f * v) + 0.25f)];
        (double mean, double variance) = WindowMoments(x);
        double other = (0.5 * mean) + 0.25;
        double expected = ((2 * mean * other) + C1) / ((mean * mean) + (other * other) + C1) * ((variance + C2) / ((1.25 * variance) + C2));
        Assert.Equal(expected, StructuralSimilarity.Compute(x, y, 11, 11), 1e-6);
        Assert.Equal(expected, StructuralSimilarity.Compute(y, x, 11, 11), 1e-6);
    }

    [Fact]
    public void Similarity_is_that_of_direct_windows() =>
        Gen.Select(Gen.Int[11, 40], Gen.Int[11, 40], Gen.Int[1, 3], Gen.Int[0, 1000]).Sample((height, width, channels, seed) =>
        {
            Tensor<float> a = Noise(seed, height, width, channels), b = Noise(seed + 1, height, width, channels);
            for (int i = 0; i < a.Span.Length; i++)
            {
                b.Span[i] = (0.3f * b.Span[i]) + (0.7f * a.Span[i]);
            }

            double expected = Direct(a, b);
            Assert.Equal(expected, StructuralSimilarity.Compute(a, b), 1e-9);
            Assert.Equal(expected, StructuralSimilarity.Compute(a.Span, b.Span, height, width, channels), 1e-9);
        },
        iter: 40);

    [Fact]
    public void What_is_no_pair_of_pictures_is_refused()
    {
        ArgumentException failure = Assert.Throws<ArgumentException>(() => StructuralSimilarity.Compute(new float[100], new float[100], 10, 10));
        Assert.Contains("10×10", failure.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Compute(new float[121], new float[122], 11, 11));
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Compute(new Tensor<float>([12, 11]), new Tensor<float>([11, 12])));
        Assert.Throws<ArgumentException>(() => StructuralSimilarity.Compute(new Tensor<float>([121]), new Tensor<float>([121])));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuralSimilarity.Compute(new float[121], new float[121], 11, 11, 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => StructuralSimilarity.Compute(new float[121], new float[121], 11, 11, 0));
    }

    // The definition, window by window, with a two-dimensional Gaussian and centred moments.
    private static double Direct(Tensor<float> a, Tensor<float> b)
    {
        Shape shape = a.Shape;
        double sum = 0;
        int windows = 0;
        for (int c = 0; c < shape[2]; c++)
        {
            for (int top = 0; top + 11 <= shape[0]; top++)
            {
                for (int left = 0; left + 11 <= shape[1]; left++)
                {
                    double ma = Weighted((y, x) => a[top + y, left + x, c]), mb = Weighted((y, x) => b[top + y, left + x, c]);
                    double va = Weighted((y, x) => Math.Pow(a[top + y, left + x, c] - ma, 2)), vb = Weighted((y, x) => Math.Pow(b[top + y, left + x, c] - mb, 2));
                    double cov = Weighted((y, x) => (a[top + y, left + x, c] - ma) * (b[top + y, left + x, c] - mb));
                    sum += ((2 * ma * mb) + C1) * ((2 * cov) + C2) / (((ma * ma) + (mb * mb) + C1) * (va + vb + C2));
                    windows++;
                }
            }
        }

        return sum / windows;
    }

    private static double Weighted(Func<int, int, double> value)
    {
        double sum = 0, total = 0;
        for (int y = 0; y < 11; y++)
        {
            for (int x = 0; x < 11; x++)
            {
                double weight = Math.Exp(-(((x - 5) * (x - 5)) + ((y - 5) * (y - 5))) / 4.5);
                sum += weight * value(y, x);
                total += weight;
            }
        }

        return sum / total;
    }

    private static (double Mean, double Variance) WindowMoments(float[] x)
    {
        double mean = Weighted((i, j) => x[(i * 11) + j]);
        return (mean, Weighted((i, j) => Math.Pow(x[(i * 11) + j] - mean, 2)));
    }

    private static Tensor<float> Noise(int seed, int height, int width, int channels)
    {
        Tensor<float> tensor = new([height, width, channels]);
        KeyedRandom random = new(seed, "test");
        random.FillUniform(tensor.Span);
        return tensor;
    }
}
