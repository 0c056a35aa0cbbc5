using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;
using Adjoint.Tests.Support;

namespace Adjoint.Tests.Laws;

/// <summary>
/// Every declared fact, sampled: a sample can refute a declaration and never proves it. The facts are asked for with the ranges and
/// degrees of the arguments, and the samples are drawn from those ranges. Each law returns what is wrong, or nothing.
/// </summary>
public static class FactLaws
{
    private const double Slack = 1e-10;

    /// <summary>The ranges that facts are asked for.</summary>
    public static IReadOnlyList<Interval> Ranges { get; } =
    [
        Interval.Reals, Interval.Nonnegative, Interval.Nonpositive, new(-2, 3), new(0.5, 4), new(-4, -0.5), new(0, 2), new(-1, 0),
        Interval.Point(0), Interval.Point(1.5), Interval.Point(-2),
    ];

    /// <summary>Every choice of a range for each argument.</summary>
    public static IEnumerable<Interval[]> RangesOf(PrimitiveCase @case)
    {
        IEnumerable<Interval[]> choices = [[]];
        for (int i = 0; i < @case.Shapes.Count; i++)
        {
            int argument = i;
            choices = choices.SelectMany(chosen => Ranges.Where(range => @case.Admits(argument, range)).Select(range => (Interval[])[.. chosen, range]));
        }

        return choices;
    }

    /// <summary>All the laws below, for one choice of ranges.</summary>
    public static string? All(PrimitiveCase @case, Interval[] ranges, Random random)
    {
        string? violation = Range(@case, ranges, random) ?? Joint(@case, ranges, random) ?? Degree(@case, ranges, random);
        for (int argument = 0; argument < ranges.Length && violation is null; argument++)
        {
            violation = Curves(@case, ranges, argument, random) ?? Moves(@case, ranges, argument, random)
                ?? Stretches(@case, ranges, argument, random) ?? IsDefined(@case, ranges, argument, random);
        }

        return violation;
    }

    /// <summary>Every entry of the result lies in the declared range.</summary>
    public static string? Range(PrimitiveCase @case, Interval[] ranges, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double>[] arguments = Draw(@case, ranges, facts, random);
        Tensor<double> result = Interpreter.Apply(@case.Primitive, arguments);
        double slack = Slack * Scale(@case, arguments, result);
        foreach (double entry in result.Span)
        {
            if (!(entry >= facts.Range.Lower - slack && entry <= facts.Range.Upper + slack))
            {
                return $"{Told(@case, ranges)}: {entry:R} lies outside the declared range {facts.Range}.";
            }
        }

        return null;
    }

    /// <summary>In the declared domain the result is finite.</summary>
    public static string? IsDefined(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double> result = Interpreter.Apply(@case.Primitive, Draw(@case, ranges, facts, random));
        foreach (double entry in result.Span)
        {
            if (!double.IsFinite(entry))
            {
                return $"{Told(@case, ranges)}: {entry} inside the domain {facts.Arguments[argument].Domain} of argument {argument}.";
            }
        }

        return null;
    }

    /// <summary>Jensen's inequality along chords in one argument.</summary>
    public static string? Curves(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double>[] a = Draw(@case, ranges, facts, random), b = [.. a];
        b[argument] = Draw(@case, ranges, facts, random)[argument];
        return Bend(@case, ranges, a, b, facts.Arguments[argument].Curvature, $"argument {argument}", random);
    }

    /// <summary>Jensen's inequality along chords in all arguments together.</summary>
    public static string? Joint(PrimitiveCase @case, Interval[] ranges, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        return Bend(@case, ranges, Draw(@case, ranges, facts, random), Draw(@case, ranges, facts, random), facts.Joint, "all arguments", random);
    }

    /// <summary>Ordered arguments give ordered results.</summary>
    public static string? Moves(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double>[] low = Draw(@case, ranges, facts, random), high = [.. low];
        Tensor<double> other = Draw(@case, ranges, facts, random)[argument];
        high[argument] = Merge(low[argument], other, Math.Max);
        low[argument] = Merge(low[argument], other, Math.Min);
        Tensor<double> atLow = Interpreter.Apply(@case.Primitive, low), atHigh = Interpreter.Apply(@case.Primitive, high);
        double slack = Slack * (Scale(@case, low, atLow) + Scale(@case, high, atHigh));
        Monotonicity told = facts.Arguments[argument].Monotonicity;
        for (int i = 0; i < atLow.Span.Length; i++)
        {
            double rise = atHigh.Span[i] - atLow.Span[i];
            bool holds = told switch
            {
                Monotonicity.Nondecreasing => rise >= -slack,
                Monotonicity.Nonincreasing => rise <= slack,
                _ => true,
            };
            if (!holds)
            {
                return $"{Told(@case, ranges)}: declared {told} in argument {argument}, and moves by {rise:G3}.";
            }
        }

        return null;
    }

    /// <summary>‖f(u) − f(v)‖ ≤ L‖u − v‖; for a linear argument also for the pair that is stretched most.</summary>
    public static string? Stretches(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        double bound = facts.Arguments[argument].Lipschitz;
        if (!(bound >= 0))
        {
            return $"{Told(@case, ranges)}: the Lipschitz bound {bound} in argument {argument} is no bound.";
        }

        if (double.IsPositiveInfinity(bound))
        {
            return null;
        }

        Tensor<double>[] u = Draw(@case, ranges, facts, random), v = [.. u];
        v[argument] = Draw(@case, ranges, facts, random)[argument];
        Tensor<double> of_u = Interpreter.Apply(@case.Primitive, u), of_v = Interpreter.Apply(@case.Primitive, v);
        double moved = Vectors.Norm(Vectors.Combine(1, u[argument], -1, v[argument])), result = Vectors.Norm(Vectors.Combine(1, of_u, -1, of_v));
        double slack = Slack * (Scale(@case, u, of_u) + Scale(@case, v, of_v));
        if (result > (bound * moved) + slack)
        {
            return $"{Told(@case, ranges)}: declared Lipschitz {bound:G6} in argument {argument}, and {result:G6} comes of {moved:G6}.";
        }

        if (@case.Primitive.DependenceOn(argument) == Dependence.Linear && u[argument].Span.Length * of_u.Span.Length is > 0 and <= 600)
        {
            // The others where they are largest, so that the norm is.
            Tensor<double>[] extreme = [.. u.Select((value, i) => Vectors.Map(value, entry => Extreme(ranges[i], entry)))];
            double norm = new Probe(@case, argument, extreme).Matrix().Norm(random);
            return norm <= bound * (1 + Slack) ? null : $"{Told(@case, ranges)}: declared Lipschitz {bound:G6} in argument {argument}, and its matrix has norm {norm:G6}.";
        }

        return null;
    }

    /// <summary>A polynomial of degree d on a line has vanishing differences of order d + 1. Each argument moves, or stays and has degree 0.</summary>
    public static string? Degree(PrimitiveCase @case, Interval[] ranges, Random random)
    {
        for (int moving = 1; moving < 1 << ranges.Length; moving++)
        {
            int?[] degrees = [.. ranges.Select((_, i) => (int?)(moving >> i & 1))];
            PrimitiveFacts facts = Facts(@case, ranges, degrees);
            if (facts.Degree is not int degree)
            {
                continue;
            }

            Tensor<double>[] a = Draw(@case, ranges, facts, random), b = Draw(@case, ranges, facts, random);
            Tensor<double>? difference = null;
            double scale = 0;
            for (int k = 0; k <= degree + 1; k++)
            {
                double t = (double)k / (degree + 1);
                Tensor<double>[] at = [.. a.Zip(b, (from, to) => Vectors.Combine(1 - t, from, t, to)).Select((value, i) => degrees[i] == 0 ? a[i] : value)];
                Tensor<double> value = Interpreter.Apply(@case.Primitive, at);
                double weight = Binomial(degree + 1, k) * ((degree + 1 - k) % 2 == 0 ? 1 : -1);
                difference = difference is null ? Vectors.Combine(weight, value, 0, value) : Vectors.Combine(1, difference, weight, value);
                scale = Math.Max(scale, Scale(@case, at, value));
            }

            if (!(Vectors.Largest(difference!) <= Slack * scale))
            {
                return $"{Told(@case, ranges)}: declared degree {degree} for argument degrees {string.Join(", ", degrees)}, and the difference of order {degree + 1} is {Vectors.Largest(difference!):G3}.";
            }
        }

        return null;
    }

    private static string? Bend(PrimitiveCase @case, Interval[] ranges, Tensor<double>[] a, Tensor<double>[] b, Curvature told, string where, Random random)
    {
        double t = random.NextDouble();
        Tensor<double>[] between = [.. a.Zip(b, (from, to) => Vectors.Combine(1 - t, from, t, to))];
        Tensor<double> of_a = Interpreter.Apply(@case.Primitive, a), of_b = Interpreter.Apply(@case.Primitive, b), curve = Interpreter.Apply(@case.Primitive, between);
        Tensor<double> chord = Vectors.Combine(1 - t, of_a, t, of_b);
        double slack = Slack * (Scale(@case, a, of_a) + Scale(@case, b, of_b));
        for (int i = 0; i < curve.Span.Length; i++)
        {
            double above = curve.Span[i] - chord.Span[i];
            bool holds = told switch
            {
                Curvature.Affine => Math.Abs(above) <= slack,
                Curvature.Convex => above <= slack,
                Curvature.Concave => above >= -slack,
                _ => true,
            };
            if (!holds)
            {
                return $"{Told(@case, ranges)}: declared {told} in {where}, and lies {above:G3} above a chord.";
            }
        }

        return null;
    }

    private static PrimitiveFacts Facts(PrimitiveCase @case, Interval[] ranges, int?[]? degrees = null) =>
        @case.Primitive.Facts([.. @case.Shapes.Select((shape, i) => new ArgumentFacts(shape, ranges[i], degrees is null ? 1 : degrees[i]))]);

    /// <summary>Arguments from their ranges, and inside the declared domains. A pole inside a domain, which no interval can leave out, is stepped over.</summary>
    private static Tensor<double>[] Draw(PrimitiveCase @case, Interval[] ranges, PrimitiveFacts facts, Random random) =>
    [
        .. @case.Shapes.Select((shape, i) => Vectors.Map(
            RandomTensors.Next(random, shape, ranges[i]),
            entry => Inside(facts.Arguments[i].Domain, @case.Admits(i, Interval.Point(entry)) ? entry : ranges[i].IsNonpositive ? -0.125 : 0.125))),
    ];

    private static double Inside(Interval domain, double entry) => Math.Clamp(entry, domain.Lower, domain.Upper);

    private static double Scale(PrimitiveCase @case, Tensor<double>[] arguments, Tensor<double> result)
    {
        Tensor<double> sizes = Interpreter.Apply(@case.Primitive, [.. arguments.Select(value => Vectors.Map(value, Math.Abs))]);
        return Math.Max(1e-300, Math.Max(Vectors.Largest(result), Vectors.Largest(sizes)) + arguments.Max(Vectors.Largest));
    }

    private static double Extreme(Interval range, double entry) =>
        !double.IsFinite(range.Magnitude) ? entry : Math.Abs(range.Lower) > Math.Abs(range.Upper) ? range.Lower : range.Upper;

    private static Tensor<double> Merge(Tensor<double> a, Tensor<double> b, Func<double, double, double> choose) =>
        new(a.Shape, [.. a.Span.ToArray().Zip(b.Span.ToArray(), choose)]);

    private static double Binomial(int n, int k) => k == 0 ? 1 : Binomial(n - 1, k - 1) * n / k;

    private static string Told(PrimitiveCase @case, Interval[] ranges) => $"{@case} with {string.Join(" and ", ranges)}";
}
