using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Tests.Layers;

public sealed class InitializerTests
{
    /// <summary>Each initialiser with the variance its paper states, and the bound of its numbers where they are uniform.</summary>
    public static TheoryData<string, double, double> Published() => new()
    {
        { "He normal", 2.0 / 90, double.PositiveInfinity },
        { "He uniform", 2.0 / 90, Math.Sqrt(6.0 / 90) },
        { "Glorot normal", 2.0 / (90 + 250), double.PositiveInfinity },
        { "Glorot uniform", 2.0 / (90 + 250), Math.Sqrt(6.0 / (90 + 250)) },
        { "LeCun normal", 1.0 / 90, double.PositiveInfinity },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Numbers_have_the_published_variance(string name, double variance, double bound)
    {
        Initializer initializer = name switch
        {
            "He normal" => Initializer.HeNormal(90),
            "He uniform" => Initializer.HeUniform(90),
            "Glorot normal" => Initializer.GlorotNormal(90, 250),
            "Glorot uniform" => Initializer.GlorotUniform(90, 250),
            _ => Initializer.LeCunNormal(90),
        };
        float[] values = Filled(initializer, 200_000);
        double mean = values.Average(v => (double)v), squares = values.Average(v => (double)v * v);

        // Five standard errors; the square of a normal number varies most, by √2 times its mean.
        double error = 5 / Math.Sqrt(values.Length);
        Assert.Equal(0, mean / Math.Sqrt(variance), error);
        Assert.Equal(1, squares / variance, error * Math.Sqrt(2));
        float most = values.Max(Math.Abs);
        Assert.True(most <= bound * 1.000001);
        Assert.True(!double.IsFinite(bound) || most > 0.999 * bound);
        Assert.Equal(values, Filled(initializer, 200_000));
    }

    [Theory]
    [InlineData(1, 1, 1.0)]
    [InlineData(40, 40, 1.0)]
    [InlineData(72, 16, 1.5)]
    [InlineData(16, 72, -2.0)]
    [InlineData(1, 9, 1.0)]
    public void Orthogonal_columns_or_rows_are_at_right_angles(int rows, int columns, double gain)
    {
        float[] values = Filled(Initializer.Orthogonal(rows, columns, gain), rows * columns);
        bool wide = columns > rows;
        int count = Math.Min(rows, columns), length = Math.Max(rows, columns);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double dot = 0;
                for (int k = 0; k < length; k++)
                {
                    dot += wide ? values[(i * columns) + k] * (double)values[(j * columns) + k] : values[(k * columns) + i] * (double)values[(k * columns) + j];
                }

                Assert.Equal(i == j ? gain * gain : 0, dot, 1e-6 * gain * gain);
            }
        }
    }

    [Fact]
    public void Orthogonal_matrices_of_both_determinants_occur()
    {
        // Of a 2×2 matrix every angle and both signs are as likely: the mean of the first entry is 0, its square's ½.
        int positive = 0;
        double squares = 0;
        for (int seed = 0; seed < 1000; seed++)
        {
            float[] q = new float[4];
            Initializer.Orthogonal(2, 2).Fill(q, new KeyedRandom(seed, "test"));
            positive += (q[0] * q[3]) - (q[1] * q[2]) > 0 ? 1 : 0;
            squares += q[0] * q[0];
        }

        Assert.InRange(positive, 420, 580);
        Assert.Equal(0.5, squares / 1000, 0.06);
    }

    [Fact]
    public void A_constant_is_the_same_everywhere() => Assert.Equal([0.25f, 0.25f, 0.25f], Filled(Initializer.Constant(0.25), 3));

    [Fact]
    public void Wrong_settings_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("fanIn", () => Initializer.HeUniform(0));
        Assert.Throws<ArgumentOutOfRangeException>("fanOut", () => Initializer.GlorotNormal(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("fanIn", () => Initializer.GlorotUniform(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("fanIn", () => Initializer.LeCunNormal(0));
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => Initializer.Orthogonal(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("gain", () => Initializer.Orthogonal(1, 1, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>("value", () => Initializer.Constant(double.PositiveInfinity));
        Assert.Throws<ArgumentException>("values", () => Filled(Initializer.Orthogonal(2, 3), 5));
    }

    private static float[] Filled(Initializer initializer, int count)
    {
        float[] values = new float[count];
        initializer.Fill(values, new KeyedRandom(3, "initialization", 1));
        return values;
    }
}
