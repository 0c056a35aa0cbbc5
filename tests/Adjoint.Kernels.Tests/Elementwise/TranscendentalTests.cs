using System.Numerics;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Kernels.Tests.Elementwise;

/// <summary>
/// Transcendental functions in units in the last place, against System.Math in float64 and, for the error function, a series and a continued
/// fraction that share nothing with the kernel's rational approximations.
/// </summary>
public class TranscendentalTests
{
    private const double SmallestNormalFloat = 1.17549435e-38, SmallestNormalDouble = 2.2250738585072014e-308;

    [Fact]
    public void Exp() => Right<ExpOperator<float>, ExpOperator<double>>(Math.Exp, 2);

    [Fact]
    public void Exp_of_zero_is_one()
    {
        float[] x = [0, -0f, 1e-20f, -1e-20f, float.Epsilon], result = new float[5];
        ElementwiseLoops.Apply<float, ExpOperator<float>>(x, result);
        Assert.Equal([1f, 1, 1, 1, 1], result);
        double[] wide = new double[5];
        ElementwiseLoops.Apply<double, ExpOperator<double>>([0, -0.0, 1e-20, -1e-20, double.Epsilon], wide);
        Assert.Equal([1.0, 1, 1, 1, 1], wide);
    }

    [Fact]
    public void Log() => Right<LogOperator<float>, LogOperator<double>>(Math.Log, 3);

    [Fact]
    public void Sigmoid() => Right<SigmoidOperator<float>, SigmoidOperator<double>>(ScalarFunctions.Sigmoid, 4);

    [Fact]
    public void Tanh() => Right<TanhOperator<float>, TanhOperator<double>>(Math.Tanh, 4);

    [Fact]
    public void Softplus() => Right<SoftplusOperator<float>, SoftplusOperator<double>>(x => Math.Max(x, 0) + ScalarFunctions.LogOnePlus(Math.Exp(-Math.Abs(x))), 6);

    [Fact]
    public void Silu() => Right<SiluOperator<float>, SiluOperator<double>>(x => double.IsNegativeInfinity(x) ? 0 : x * ScalarFunctions.Sigmoid(x), 6);

    [Fact]
    public void Erf() => Right<ErfOperator<float>, ErfOperator<double>>(ScalarFunctions.Erf, 6);

    [Fact]
    public void Gelu() => Right<GeluOperator<float>, GeluOperator<double>>(x => double.IsNegativeInfinity(x) ? 0 : x * ScalarFunctions.NormalDistribution(x), 10);

    [Fact]
    public void Elu()
    {
        static double expected(double x) => x > 0 ? x : ScalarFunctions.ExpMinusOne(x);
        Each<float>((x, result) => ElementwiseLoops.Apply<float, EluOperator<float>>(x, 1, result), expected, 6);
        Each<double>((x, result) => ElementwiseLoops.Apply<double, EluOperator<double>>(x, 1, result), expected, 6);
    }

    [Theory]
    [InlineData(-9)]
    [InlineData(-8)]
    [InlineData(-3)]
    [InlineData(-2)]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Whole_powers(double exponent)
    {
        Each<float>((x, result) => PowerLoops.Apply(x, exponent, result), x => Math.Pow(x, exponent), 8);
        Each<double>((x, result) => PowerLoops.Apply(x, exponent, result), x => Math.Pow(x, exponent), 8);
    }

    // To sixteen digits by mpmath 1.3; erf(0.5), erf(1), erf(2) agree with Abramowitz and Stegun 1964, table 7.1.
    [Theory]
    [InlineData(0.5, 0.5204998778130465)]
    [InlineData(1, 0.8427007929497149)]
    [InlineData(1.5, 0.9661051464753108)]
    [InlineData(1.9999, 0.9953201979070294)]
    [InlineData(2, 0.9953222650189527)]
    [InlineData(2.0001, 0.9953243313041967)]
    [InlineData(3, 0.9999779095030014)]
    [InlineData(-0.1, -0.1124629160182849)]
    [InlineData(-4, -0.9999999845827421)]
    [InlineData(1e-10, 1.1283791670955126e-10)]
    public void The_error_function_has_its_published_values(double x, double expected) => Assert.Equal(expected, ScalarFunctions.Erf(x), 4e-16 * Math.Abs(expected));

    // To sixteen digits by mpmath 1.3.
    [Theory]
    [InlineData(0.5, 0.4795001221869535)]
    [InlineData(2.5, 0.0004069520174449589)]
    [InlineData(5, 1.5374597944280349e-12)]
    [InlineData(10, 2.0884875837625446e-45)]
    [InlineData(25, 8.300172571196523e-274)]
    public void The_complementary_error_function_keeps_its_digits(double x, double expected) => Assert.Equal(expected, ScalarFunctions.Erfc(x), 2e-15 * expected);

    [Theory]
    [InlineData(1e-20, 1e-20, 1e-20)]
    [InlineData(1e-8, 9.9999999500000003e-9, 1.0000000050000000e-8)]
    [InlineData(0.5, 0.4054651081081644, 0.6487212707001282)]
    [InlineData(-0.25, -0.2876820724517809, -0.2211992169285951)]
    public void Logarithms_and_exponentials_near_one_keep_their_digits(double x, double logOnePlus, double expMinusOne)
    {
        Assert.Equal(logOnePlus, ScalarFunctions.LogOnePlus(x), 1e-15 * Math.Abs(logOnePlus));
        Assert.Equal(expMinusOne, ScalarFunctions.ExpMinusOne(x), 1e-15 * Math.Abs(expMinusOne));
    }

    [Fact]
    public void Zero_times_any_logarithm_is_zero()
    {
        double[] x = [0, 0, 0, 2, 0, double.NaN, 1], y = [0, -1, double.PositiveInfinity, 3, double.NaN, 2, 0], result = new double[7];
        ElementwiseLoops.Apply<double, ProductWithLogOperator<double>>(x, y, result);
        Assert.Equal(2 * Math.Log(3), result[3], 1e-15);
        result[3] = 0;
        Assert.Equal([0, 0, 0, 0, 0, double.NaN, double.NegativeInfinity], result);
    }

    [Fact]
    public void The_law_catches_one_part_in_a_million() =>
        Assert.ThrowsAny<Exception>(() => Right<TanhOperator<float>, TanhOperator<double>>(x => Math.Tanh(x) * (1 + 1e-6), 4));

    // To sixteen digits by mpmath 1.3; Φ(1) and Φ(2) agree with Abramowitz and Stegun 1964, table 26.1.
    [Theory]
    [InlineData(1, 0.8413447460685429)]
    [InlineData(2, 0.9772498680518208)]
    [InlineData(-1.001, 0.15841340419228003)]
    [InlineData(-3, 0.0013498980316300945)]
    [InlineData(-10, 7.6198530241605261e-24)]
    [InlineData(-37, 5.7255712225245768e-300)]
    public void The_normal_distribution_keeps_its_digits_in_the_tail(double x, double expected) =>
        Assert.Equal(expected, ScalarFunctions.NormalDistribution(x), 2e-15 * expected);

    private static void Right<TSingle, TDouble>(Func<double, double> f, double units)
        where TSingle : struct, IUnaryOperator<float>
        where TDouble : struct, IUnaryOperator<double>
    {
        Each<float>(ElementwiseLoops.Apply<float, TSingle>, f, units);
        Each<double>(ElementwiseLoops.Apply<double, TDouble>, f, units);
    }

    private delegate void Loop<T>(ReadOnlySpan<T> x, Span<T> result);

    private static void Each<T>(Loop<T> loop, Func<double, double> f, double units)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Points<T>(), result = new T[x.Length];
        loop(x, result);
        bool single = typeof(T) == typeof(float);
        double least = single ? SmallestNormalFloat : SmallestNormalDouble, unit = single ? Math.Pow(2, -23) : Math.Pow(2, -52), worst = 0;
        T place = T.Zero;
        for (int i = 0; i < x.Length; i++)
        {
            double expected = f(double.CreateTruncating(x[i])), actual = double.CreateTruncating(result[i]);
            double rounded = double.CreateTruncating(T.CreateTruncating(expected));
            if (rounded.Equals(actual)) continue;
            if (double.IsNaN(rounded) || double.IsNaN(actual)) Assert.Fail($"at {x[i]} expected {expected}, got {actual}");

            // Numbers below the smallest normal one may be given as 0: they count in units of that one. Beside the largest, ∞ is one unit away.
            double error = Math.Abs(expected) > 0.999 * (single ? float.MaxValue : double.MaxValue) && double.IsInfinity(actual) ? 0
                : Math.Abs(expected - actual) / (unit * Math.Max(Math.Abs(expected), least / unit));
            if (error > worst) (worst, place) = (error, x[i]);
        }

        Assert.True(worst <= units, $"{typeof(T).Name}: off by {worst:G4} units in the last place at {place}.");
    }

    private static T[] Points<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<double> points = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, 1e4, -1e4, 1, -1, 8, -8, 0.625, -0.625, Math.Sqrt(2), double.Epsilon, -double.Epsilon, 1e-40, -1e-40, 1e-310];
        Random random = new(5);
        for (int i = 0; i < 40000; i++)
        {
            double size = Math.Pow(10, (random.NextDouble() * 39) - 35);
            points.Add(random.Next(2) == 0 ? size : -size);
            points.Add((random.NextDouble() * 24) - 12);
            points.Add((random.NextDouble() * 1600) - 800);
        }

        return [.. points.Select(T.CreateTruncating)];
    }
}
