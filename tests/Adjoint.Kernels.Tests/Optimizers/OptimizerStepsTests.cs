using System.Numerics;
using Adjoint.Kernels.Optimizers;

namespace Adjoint.Kernels.Tests.Optimizers;

public class OptimizerStepsTests
{
    [Fact]
    public void Momentum_follows_its_formula_in_float() => Momentum<float>();

    [Fact]
    public void Momentum_follows_its_formula_in_double() => Momentum<double>();

    [Fact]
    public void Adam_follows_algorithm_1_in_float() => Adam<float>();

    [Fact]
    public void Adam_follows_algorithm_1_in_double() => Adam<double>();

    [Fact]
    public void Every_rule_follows_its_formula_in_float() => Rules<float>();

    [Fact]
    public void Every_rule_follows_its_formula_in_double() => Rules<double>();

    [Fact]
    public void Spans_of_other_lengths_or_over_each_other_are_refused()
    {
        float[] three = new float[3], all = new float[12];
        Assert.Throws<ArgumentException>(() => OptimizerSteps.NesterovStep(1, 0.5f, three, new float[2], new float[3]));
        Assert.Throws<ArgumentException>(() => OptimizerSteps.AdagradStep(1, 0.5f, three, [], new float[3]));
        Assert.Throws<ArgumentException>(() => OptimizerSteps.AdamWStep(1, 0.5f, 0.5f, 1, 0, 1, three, new float[3], [], new float[3]));
        Assert.Throws<ArgumentException>(() => OptimizerSteps.LionStep(1, 0.5f, 0.5f, 0, three, all.AsSpan(0, 3), all.AsSpan(2, 3)));
        Assert.Throws<ArgumentException>(() => OptimizerSteps.RmsPropStep(1, 0.5f, 1, 0, three, new float[3], new float[2], [], new float[3]));
        Assert.Throws<ArgumentException>(() => OptimizerSteps.RmsPropStep(1, 0.5f, 1, 0, three, new float[3], all.AsSpan(0, 3), all.AsSpan(1, 3), new float[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => OptimizerSteps.AdamWStep(1, 0.5f, 0.5f, 1, 0, 0, three, new float[3], new float[3], new float[3]));
    }

    private static void Rules<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T Of(double value) => T.CreateChecked(value);
        for (int length = 0; length < 70; length++)
        {
            Rule<T>(
                length, 1, (_, g, a, _, _, w) => OptimizerSteps.NesterovStep(Of(0.125), Of(0.75), g, a.Span, w),
                (_, g, s, w) => w - (0.125 * (g + (0.75 * (s[0] = (0.75 * s[0]) + g)))));
            Rule<T>(
                length, 2, (t, g, a, b, _, w) => OptimizerSteps.AdamWStep(Of(0.0625), Of(0.875), Of(0.96875), Of(0.125), Of(0.5), t, g, a.Span, b.Span, w),
                (t, g, s, w) =>
                {
                    s[0] = (0.875 * s[0]) + (0.125 * g);
                    s[1] = (0.96875 * s[1]) + (0.03125 * g * g);
                    double mean = s[0] / (1 - Math.Pow(0.875, t)), square = s[1] / (1 - Math.Pow(0.96875, t));
                    return w - (0.0625 * ((mean / (Math.Sqrt(square) + 0.125)) + (0.5 * w)));
                });
            foreach ((bool hasVelocity, bool isCentred) in new[] { (false, false), (true, false), (false, true), (true, true) })
            {
                Rule<T>(
                    length, 3,
                    (_, g, a, b, c, w) =>
                        OptimizerSteps.RmsPropStep(Of(0.0625), Of(0.75), Of(0.125), Of(0.5), g, a.Span, hasVelocity ? b.Span : [], isCentred ? c.Span : [], w),
                    (_, g, s, w) =>
                    {
                        s[0] = (0.75 * s[0]) + (0.25 * g * g);
                        s[2] = isCentred ? (0.75 * s[2]) + (0.25 * g) : 0;
                        double update = g / (Math.Sqrt(s[0] - (s[2] * s[2])) + 0.125);
                        s[1] = hasVelocity ? (0.5 * s[1]) + update : 0;
                        return w - (0.0625 * (hasVelocity ? s[1] : update));
                    });
            }

            Rule<T>(
                length, 1, (_, g, a, _, _, w) => OptimizerSteps.AdagradStep(Of(0.25), Of(0.125), g, a.Span, w),
                (_, g, s, w) => w - (0.25 * g / (Math.Sqrt(s[0] += g * g) + 0.125)));
            Rule<T>(
                length, 1, (_, g, a, _, _, w) => OptimizerSteps.LionStep(Of(0.0625), Of(0.875), Of(0.75), Of(0.5), g, a.Span, w),
                (_, g, s, w) =>
                {
                    int sign = Math.Sign((0.875 * s[0]) + (0.125 * g));
                    s[0] = (0.75 * s[0]) + (0.25 * g);
                    return w - (0.0625 * (sign + (0.5 * w)));
                });
        }
    }

    private delegate void Step<T>(int number, ReadOnlySpan<T> gradient, Guarded<T> first, Guarded<T> second, Guarded<T> third, Span<T> weights)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>;

    private static void Rule<T>(int length, int states, Step<T> step, Func<int, double, double[], double, double> expected)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Guarded<T>[] state = [new(length), new(length), new(length)];
        foreach (Guarded<T> vector in state) vector.Span.Clear();
        var w = new Guarded<T>(length);
        Numbers.Some<T>(length, 2).CopyTo(w.Span);
        double[] expectedW = Numbers.Doubles<T>(w.Span);
        double[][] expectedState = [.. Enumerable.Range(0, length).Select(_ => new double[3])];
        for (int t = 1; t <= 4; t++)
        {
            T[] g = Numbers.Some<T>(length, 3 + t);
            step(t, g, state[0], state[1], state[2], w.Span);
            for (int i = 0; i < length; i++) expectedW[i] = expected(t, double.CreateChecked(g[i]), expectedState[i], expectedW[i]);
        }

        w.Check($"w {length}");
        Numbers.Close<T>(expectedW, w.Span, Numbers.Tolerance<T>(), $"w {length}");
        for (int k = 0; k < states; k++)
        {
            int vector = k;
            state[k].Check($"state {k} {length}");
            Numbers.Close<T>([.. expectedState.Select(numbers => numbers[vector])], state[k].Span, Numbers.Tolerance<T>(), $"state {k} {length}");
        }
    }

    private static void Momentum<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int length = 0; length < 70; length++)
        {
            var v = new Guarded<T>(length);
            var w = new Guarded<T>(length);
            Numbers.Some<T>(length, 1).CopyTo(v.Span);
            Numbers.Some<T>(length, 2).CopyTo(w.Span);
            double[] expectedV = Numbers.Doubles<T>(v.Span), expectedW = Numbers.Doubles<T>(w.Span);
            for (int step = 0; step < 3; step++)
            {
                T[] g = Numbers.Some<T>(length, 3 + step);
                OptimizerSteps.MomentumStep(T.CreateChecked(0.125), T.CreateChecked(0.75), g, v.Span, w.Span);
                for (int i = 0; i < length; i++)
                {
                    expectedV[i] = (0.75 * expectedV[i]) + double.CreateChecked(g[i]);
                    expectedW[i] -= 0.125 * expectedV[i];
                }
            }

            v.Check($"v {length}");
            w.Check($"w {length}");
            Numbers.Close<T>(expectedV, v.Span, Numbers.Tolerance<T>(), $"v {length}");
            Numbers.Close<T>(expectedW, w.Span, Numbers.Tolerance<T>(), $"w {length}");
        }
    }

    private static void Adam<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        for (int length = 0; length < 70; length++)
        {
            var m = new Guarded<T>(length);
            var v = new Guarded<T>(length);
            var w = new Guarded<T>(length);
            m.Span.Clear();
            v.Span.Clear();
            Numbers.Some<T>(length, 2).CopyTo(w.Span);
            double[] expectedM = new double[length], expectedV = new double[length], expectedW = Numbers.Doubles<T>(w.Span);
            for (int t = 1; t <= 4; t++)
            {
                T[] g = Numbers.Some<T>(length, 3 + t);
                OptimizerSteps.AdamStep(
                    T.CreateChecked(0.01), T.CreateChecked(0.875), T.CreateChecked(0.96875), T.CreateChecked(1e-3), t,
                    g, m.Span, v.Span, w.Span);
                for (int i = 0; i < length; i++)
                {
                    double gradient = double.CreateChecked(g[i]);
                    expectedM[i] = (0.875 * expectedM[i]) + (0.125 * gradient);
                    expectedV[i] = (0.96875 * expectedV[i]) + (0.03125 * gradient * gradient);
                    double mHat = expectedM[i] / (1 - Math.Pow(0.875, t)), vHat = expectedV[i] / (1 - Math.Pow(0.96875, t));
                    expectedW[i] -= 0.01 * mHat / (Math.Sqrt(vHat) + 1e-3);
                }
            }

            foreach (Guarded<T> guarded in new[] { m, v, w }) guarded.Check($"length {length}");
            Numbers.Close<T>(expectedM, m.Span, Numbers.Tolerance<T>(), $"m {length}");
            Numbers.Close<T>(expectedV, v.Span, Numbers.Tolerance<T>(), $"v {length}");
            Numbers.Close<T>(expectedW, w.Span, Numbers.Tolerance<T>(), $"w {length}");
        }
    }
}
