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
