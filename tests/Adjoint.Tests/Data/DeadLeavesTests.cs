using Adjoint.Data;

namespace Adjoint.Tests.Data;

public sealed class DeadLeavesTests
{
    private const int Size = 256;
    private static readonly Lazy<Picture[]> _pictures = new(() => [.. new DeadLeaves(1).CreateMany(24, Size, Size)]);

    [Fact]
    public void The_same_seed_and_index_give_the_same_bits_in_any_order()
    {
        DeadLeaves leaves = new(1);
        for (int index = 3; index >= 0; index--)
        {
            Assert.True(leaves.Create(index, Size, Size).Bytes.SequenceEqual(_pictures.Value[index].Bytes));
        }
    }

    [Fact]
    public void Seeds_and_indices_give_different_pictures()
    {
        Picture[] pictures = [.. _pictures.Value.Take(4), .. new DeadLeaves(2).CreateMany(4, Size, Size)];
        for (int i = 0; i < pictures.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.InRange(Correlation(Grey(pictures[i]), Grey(pictures[j])), -0.5, 0.5);
            }
        }
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 40)]
    [InlineData(37, 3)]
    [InlineData(100, 230)]
    public void Every_size_is_made(int height, int width)
    {
        Picture picture = new DeadLeaves(5).Create(7, height, width);
        Assert.Equal((height, width, 3, 8), (picture.Height, picture.Width, picture.Channels, picture.BitDepth));
    }

    // 80 photographs of the Berkeley training set: mean 0.44 ± 0.10 from picture to picture, standard deviation within a picture 0.20 ± 0.06.
    [Fact]
    public void Luminance_is_spread_as_in_photographs()
    {
        double[] means = [.. _pictures.Value.Select(p => Grey(p).Average(v => (double)v))];
        double[] deviations = [.. _pictures.Value.Select(p => Deviation(Grey(p)))];
        Assert.InRange(means.Average(), 0.37, 0.51);
        Assert.InRange(deviations.Average(), 0.15, 0.25);
        Assert.True(means.Max() - means.Min() > 0.15);
        double[] all = [.. _pictures.Value.SelectMany(p => Grey(p)).Select(v => (double)v).Order()];
        Assert.InRange(all[all.Length / 50], 0.0, 0.2);
        Assert.InRange(all[all.Length - (all.Length / 50)], 0.8, 1.0);
    }

    // A spectrum ∝ f^−γ in the plane is ∝ f^−(γ−1) along lines; photographs have γ from 2 to 3.
    [Fact]
    public void The_power_spectrum_falls_as_in_photographs()
    {
        int[] frequencies = [3, 4, 5, 6, 8, 10, 12, 14, 17, 20, 24, 28, 34, 40, 48];
        double[] power = new double[frequencies.Length];
        foreach (Picture picture in _pictures.Value)
        {
            float[] grey = Grey(picture);
            double mean = grey.Average(v => (double)v);
            for (int k = 0; k < frequencies.Length; k++)
            {
                for (int y = 0; y < Size; y += 4)
                {
                    (double re, double im) = (0, 0);
                    for (int x = 0; x < Size; x++)
                    {
                        double value = (grey[(y * Size) + x] - mean) * Math.Sin(Math.PI * (x + 0.5) / Size);
                        (double sine, double cosine) = Math.SinCos(2 * Math.PI * ((frequencies[k] * x) % Size) / Size);
                        re += value * cosine;
                        im += value * sine;
                    }

                    power[k] += (re * re) + (im * im);
                }
            }
        }

        double slope = Slope([.. frequencies.Select(f => Math.Log(f))], [.. power.Select(p => Math.Log(p))]);
        Assert.InRange(-slope, 1, 2);
    }

    // The kurtosis of a normal law is 3; of neighbours' differences in photographs, from 10 to 20.
    [Fact]
    public void Gradients_have_heavy_tails()
    {
        double squares = 0, fourths = 0, count = 0;
        foreach (Picture picture in _pictures.Value)
        {
            float[] grey = Grey(picture);
            for (int i = 1; i < grey.Length; i++)
            {
                if (i % Size > 0)
                {
                    double square = Math.Pow(grey[i] - grey[i - 1], 2);
                    (squares, fourths, count) = (squares + square, fourths + (square * square), count + 1);
                }
            }
        }

        Assert.InRange(fourths * count / (squares * squares), 8, 40);
        Assert.InRange(Math.Sqrt(squares / count), 0.04, 0.1);
    }

    [Fact]
    public void Channels_are_correlated_but_coloured()
    {
        double redBlue = 0, colour = 0;
        foreach (Picture picture in _pictures.Value)
        {
            float[] values = picture.ToTensor().Span.ToArray();
            float[] red = [.. values.Where((_, i) => i % 3 == 0)], blue = [.. values.Where((_, i) => i % 3 == 2)];
            redBlue += Correlation(red, blue) / _pictures.Value.Length;
            colour += red.Zip(blue, (r, b) => Math.Abs(r - (double)b)).Average() / _pictures.Value.Length;
        }

        Assert.InRange(redBlue, 0.6, 0.95);
        Assert.InRange(colour, 0.06, 0.25);
    }

    [Fact]
    public void What_is_no_picture_is_refused()
    {
        DeadLeaves leaves = new(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => leaves.Create(-1, 8, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => leaves.Create(0, 0, 8));
        Assert.Throws<ArgumentOutOfRangeException>(() => leaves.Create(0, 8, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => leaves.Create(0, 100_000, 100_000));
        Assert.Throws<ArgumentOutOfRangeException>(() => leaves.Create(0, 1, 1 << 26));
        Assert.Throws<ArgumentOutOfRangeException>(() => leaves.Create(0, 1, int.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => leaves.CreateMany(-1, 8, 8));
        Assert.Empty(leaves.CreateMany(0, 8, 8));
    }

    private static float[] Grey(Picture picture) => Luminance.Of(picture).Span.ToArray();

    private static double Deviation(float[] values)
    {
        double mean = values.Average(v => (double)v);
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }

    private static double Correlation(float[] a, float[] b)
    {
        double ma = a.Average(v => (double)v), mb = b.Average(v => (double)v);
        return a.Zip(b, (x, y) => (x - ma) * (y - mb)).Average() / (Deviation(a) * Deviation(b));
    }

    private static double Slope(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
    }
}
