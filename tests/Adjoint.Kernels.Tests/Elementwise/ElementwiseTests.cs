using System.Numerics;
using Adjoint.Kernels.Elementwise;
using Tested = Adjoint.Kernels.Elementwise.ElementwiseLoops;

namespace Adjoint.Kernels.Tests.Elementwise;

public class ElementwiseTests
{
    private static readonly double[] s_special =
        [0, -0.0, 1, -1, double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e-40, -1e-40, 3e38, 0.5, 2.5, -2.5];

    [Fact]
    public void Functions_of_one_number_are_right_in_float() => Unary<float>();

    [Fact]
    public void Functions_of_one_number_are_right_in_double() => Unary<double>();

    [Fact]
    public void Functions_of_two_numbers_are_right_in_float() => Binary<float>();

    [Fact]
    public void Functions_of_two_numbers_are_right_in_double() => Binary<double>();

    [Fact]
    public void Fill_scale_and_add_scaled_are_right()
    {
        for (int length = 0; length < 70; length++)
        {
            float[] x = Numbers.Some<float>(length, length), start = Numbers.Some<float>(length, length + 1);
            var y = new Guarded<float>(length);
            start.CopyTo(y.Span);
            Tested.AddScaled(0.25f, x, y.Span);
            Numbers.Close<float>([.. x.Zip(start, (a, b) => (0.25 * a) + b)], y.Span, 2e-7, $"AddScaled {length}");
            Tested.Scale(-2f, y.Span);
            Numbers.Close<float>([.. x.Zip(start, (a, b) => -2 * ((0.25 * a) + b))], y.Span, 4e-7, $"Scale {length}");
            Tested.AddScaled(1f, y.Span, y.Span);
            Numbers.Close<float>([.. x.Zip(start, (a, b) => -4 * ((0.25 * a) + b))], y.Span, 8e-7, $"AddScaled to itself {length}");
            Tested.Fill(3f, y.Span);
            Assert.False(y.Span.ContainsAnyExcept(3f));
            y.Check($"length {length}");
        }
    }

    [Fact]
    public void Partial_overlap_and_different_lengths_are_refused()
    {
        var x = new float[9];
        Assert.Throws<ArgumentException>(() => Tested.Apply<float, NegateOperator<float>>(x.AsSpan(0, 8), x.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => Tested.Apply<float, AddOperator<float>>(x, x.AsSpan(1), new float[9]));
        Assert.Throws<ArgumentException>(() => Tested.AddScaled<float>(1, x.AsSpan(0, 8), x.AsSpan(1)));
    }

    [Fact]
    public void The_law_catches_a_wrong_function() =>
        Assert.ThrowsAny<Exception>(() => Check<float, ReluOperator<float>>(x => x > 0.001 ? x : x * 0, 0));

    private static void Unary<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double close = 16 * Numbers.Tolerance<T>() / 8;
        Check<T, CopyOperator<T>>(x => x, 0);
        Check<T, NegateOperator<T>>(x => -x, 0);
        Check<T, AbsOperator<T>>(Math.Abs, 0);
        Check<T, ReluOperator<T>>(x => Math.Max(x, 0), 0);
        Check<T, StepOperator<T>>(x => x > 0 ? 1 : 0, 0);
        Check<T, SignOperator<T>>(x => double.IsNaN(x) ? x : Math.Sign(x), 0);
        Check<T, SquareOperator<T>>(x => x * x, close);
        Check<T, ReciprocalOperator<T>>(x => 1 / x, close);
        Check<T, SqrtOperator<T>>(Math.Sqrt, close);
        Check<T, ExpOperator<T>>(Math.Exp, close);
        Check<T, LogOperator<T>>(Math.Log, close);
        Check<T, FloorOperator<T>>(Math.Floor, 0);
        Check<T, SigmoidOperator<T>>(x => 1 / (1 + Math.Exp(-x)), close);
        Check<T, TanhOperator<T>>(Math.Tanh, close);
        Check<T, SoftplusOperator<T>>(x => Math.Max(x, 0) + ScalarFunctions.LogOnePlus(Math.Exp(-Math.Abs(x))), close);
        Check<T, SiluOperator<T>>(x => double.IsNegativeInfinity(x) ? 0 : x * ScalarFunctions.Sigmoid(x), close);
        Check<T, ErfOperator<T>>(ScalarFunctions.Erf, close);
        Check<T, GeluOperator<T>>(x => double.IsNegativeInfinity(x) ? 0 : x * ScalarFunctions.NormalDistribution(x), close);
        Check<T, PowerOperator<T, Kernels.Simd.Three>>(x => x * x * x, close);
    }

    private static void Binary<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double close = Numbers.Tolerance<T>();
        Check<T, AddOperator<T>>((x, y) => x + y, close);
        Check<T, SubtractOperator<T>>((x, y) => x - y, close);
        Check<T, MultiplyOperator<T>>((x, y) => x * y, close);
        Check<T, DivideOperator<T>>((x, y) => x / y, close);
        Check<T, MaxOperator<T>>(Math.Max, 0);
        Check<T, MinOperator<T>>(Math.Min, 0);
        Check<T, GateOperator<T>>((x, y) => y > 0 ? x : 0, 0);
        Check<T, GreaterThanOperator<T>>((x, y) => x > y ? 1 : 0, 0);
        Check<T, LeakyReluOperator<T>>((x, y) => x > 0 ? x : y * x, close);
        Check<T, EluOperator<T>>((x, y) => x > 0 ? x : y * ScalarFunctions.ExpMinusOne(x), close);
        Check<T, ProductWithLogOperator<T>>((x, y) => x == 0 ? 0 : x * Math.Log(y), close);
    }

    private static T[] Operands<T>(int length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] x = Numbers.Some<T>(length, seed);
        for (int i = 0; i < length; i++)
            if ((i + seed) % 3 == 0) x[i] = T.CreateSaturating(s_special[(i + (seed * 7)) % s_special.Length]);
        return x;
    }

    // The expected number in T's range: what overflows in float is infinite there.
    private static double In<T>(double x)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => double.CreateChecked(T.CreateSaturating(x));

    private static void Check<T, TOperator>(Func<double, double> f, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IUnaryOperator<T>
    {
        for (int length = 0; length < 70; length++)
        {
            string about = $"{typeof(TOperator).Name} {typeof(T).Name} {length}";
            T[] x = Operands<T>(length, length);
            double[] expected = [.. x.Select(a => In<T>(f(double.CreateChecked(a))))];
            var result = new Guarded<T>(length);
            Tested.Apply<T, TOperator>(x, result.Span);
            result.Check(about);
            Numbers.Close<T>(expected, result.Span, tolerance, about);
            T[] apart = result.Span.ToArray();
            x.CopyTo(result.Span);
            Tested.Apply<T, TOperator>(result.Span, result.Span);
            result.Check(about);
            Numbers.SameBits<T>(apart, result.Span, about + " in place");
        }
    }

    private static void Check<T, TOperator>(Func<double, double, double> f, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TOperator : struct, IBinaryOperator<T>
    {
        for (int length = 0; length < 70; length++)
        {
            string about = $"{typeof(TOperator).Name} {typeof(T).Name} {length}";
            T[] x = Operands<T>(length, length), y = Operands<T>(length, (3 * length) + 1);
            double[] a = Numbers.Doubles<T>(x), b = Numbers.Doubles<T>(y);
            T scalar = T.CreateChecked(0.375);
            var result = new Guarded<T>(length);
            Tested.Apply<T, TOperator>(x, y, result.Span);
            Numbers.Close<T>([.. a.Zip(b, (p, q) => In<T>(f(p, q)))], result.Span, tolerance, about);
            T[] apart = result.Span.ToArray();
            x.CopyTo(result.Span);
            Tested.Apply<T, TOperator>(result.Span, y, result.Span);
            Numbers.SameBits<T>(apart, result.Span, about + " in place of x");
            y.CopyTo(result.Span);
            Tested.Apply<T, TOperator>(x, result.Span, result.Span);
            Numbers.SameBits<T>(apart, result.Span, about + " in place of y");
            Tested.Apply<T, TOperator>(x, scalar, result.Span);
            Numbers.Close<T>([.. a.Select(p => In<T>(f(p, 0.375)))], result.Span, tolerance, about + " scalar right");
            Tested.Apply<T, TOperator>(scalar, y, result.Span);
            Numbers.Close<T>([.. b.Select(q => In<T>(f(0.375, q)))], result.Span, tolerance, about + " scalar left");
            result.Check(about);
        }
    }
}
