using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Checking;

/// <summary>
/// Every declared fact, sampled: a sample can refute a declaration and never proves it. The facts are asked for with the ranges and
/// degrees of the arguments, and the samples are drawn from those ranges. Each law returns the sample that refutes, or nothing.
/// </summary>
internal static class FactLaws
{
    public const double Slack = 1e-10;

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
    public static FactViolation? All(PrimitiveCase @case, Interval[] ranges, Random random)
    {
        // Where the result is no number the other laws would refute something, but not what is wrong.
        FactViolation? violation = null;
        for (int argument = 0; argument < ranges.Length; argument++)
        {
            violation ??= IsDefined(@case, ranges, argument, random);
        }

        violation ??= Range(@case, ranges, random) ?? Joint(@case, ranges, random) ?? Degree(@case, ranges, random);
        for (int argument = 0; argument < ranges.Length; argument++)
        {
            violation ??= Curves(@case, ranges, argument, random) ?? Moves(@case, ranges, argument, random) ?? Stretches(@case, ranges, argument, random);
        }

        return violation;
    }

    /// <summary>Every entry of the result lies in the declared range.</summary>
    public static FactViolation? Range(PrimitiveCase @case, Interval[] ranges, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double>[] arguments = Draw(@case, ranges, facts, random);
        Tensor<double> result = ReferenceRule.Apply(@case.Primitive, arguments);
        double slack = Slack * Scale(@case, arguments, result);
        foreach (double entry in result.Span)
        {
            if (!(entry >= facts.Range.Lower - slack && entry <= facts.Range.Upper + slack))
            {
                return Violation(Math.Max(facts.Range.Lower - entry, entry - facts.Range.Upper) * Slack / slack, @case, ranges, $"{entry:R} lies outside the declared range {facts.Range}");
            }
        }

        return null;
    }

    /// <summary>In the declared domain the result is finite.</summary>
    public static FactViolation? IsDefined(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double> result = ReferenceRule.Apply(@case.Primitive, Draw(@case, ranges, facts, random));
        foreach (double entry in result.Span)
        {
            if (!double.IsFinite(entry))
            {
                return Violation(double.PositiveInfinity, @case, ranges, $"the result is {entry} inside the declared domain {facts.Arguments[argument].Domain} of argument {argument}");
            }
        }

        return null;
    }

    /// <summary>Jensen's inequality along chords in one argument.</summary>
    public static FactViolation? Curves(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double>[] a = Draw(@case, ranges, facts, random), b = [.. a];
        b[argument] = Draw(@case, ranges, facts, random)[argument];
        return Bend(@case, ranges, a, b, facts.Arguments[argument].Curvature, $"argument {argument}", random);
    }

    /// <summary>Jensen's inequality along chords in all arguments together.</summary>
    public static FactViolation? Joint(PrimitiveCase @case, Interval[] ranges, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        return Bend(@case, ranges, Draw(@case, ranges, facts, random), Draw(@case, ranges, facts, random), facts.Joint, "all arguments", random);
    }

    /// <summary>Ordered arguments give ordered results.</summary>
    public static FactViolation? Moves(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        Tensor<double>[] low = Draw(@case, ranges, facts, random), high = [.. low];
        Tensor<double> other = Draw(@case, ranges, facts, random)[argument];
        high[argument] = Merge(low[argument], other, Math.Max);
        low[argument] = Merge(low[argument], other, Math.Min);
        Tensor<double> atLow = ReferenceRule.Apply(@case.Primitive, low), atHigh = ReferenceRule.Apply(@case.Primitive, high);
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
                return Violation(Math.Abs(rise) * Slack / slack, @case, ranges, $"the declared monotonicity in argument {argument} is {told}, and the result moves by {rise:G3}");
            }
        }

        return null;
    }

    /// <summary>‖f(u) − f(v)‖ ≤ L‖u − v‖; for a linear argument also for the pair that is stretched most.</summary>
    public static FactViolation? Stretches(PrimitiveCase @case, Interval[] ranges, int argument, Random random)
    {
        PrimitiveFacts facts = Facts(@case, ranges);
        double bound = facts.Arguments[argument].Lipschitz;
        if (!(bound >= 0))
        {
            return Violation(double.PositiveInfinity, @case, ranges, $"the declared Lipschitz bound {bound} in argument {argument} is no bound");
        }

        if (double.IsPositiveInfinity(bound))
        {
            return null;
        }

        Tensor<double>[] u = Draw(@case, ranges, facts, random), v = [.. u];
        v[argument] = Draw(@case, ranges, facts, random)[argument];
        Tensor<double> of_u = ReferenceRule.Apply(@case.Primitive, u), of_v = ReferenceRule.Apply(@case.Primitive, v);
        double moved = Entries.Norm(Entries.Combine(1, u[argument], -1, v[argument])), result = Entries.Norm(Entries.Combine(1, of_u, -1, of_v));
        double slack = Slack * (Scale(@case, u, of_u) + Scale(@case, v, of_v));
        if (result > (bound * moved) + slack)
        {
            return Violation((result - (bound * moved)) * Slack / slack, @case, ranges, $"the declared Lipschitz bound in argument {argument} is {bound:G6}, and a move by {moved:G6} moves the result by {result:G6}");
        }

        if (@case.Primitive.DependenceOn(argument) == Dependence.Linear && u[argument].Span.Length * of_u.Span.Length is > 0 and <= 600)
        {
            // The others where they are largest, so that the norm is.
            Tensor<double>[] extreme = [.. u.Select((value, i) => Entries.Map(value, entry => Extreme(ranges[i], entry)))];
            double norm = ReferenceRule.Norm(@case.Primitive, argument, extreme, random);
            return norm <= bound * (1 + Slack) ? null : Violation((norm / bound) - 1, @case, ranges, $"the declared Lipschitz bound in argument {argument} is {bound:G6}, and the map's matrix has norm {norm:G6}");
        }

        return null;
    }

    /// <summary>A polynomial of degree d on a line has vanishing differences of order d + 1. Each argument moves, or stays and has degree 0.</summary>
    public static FactViolation? Degree(PrimitiveCase @case, Interval[] ranges, Random random)
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
                Tensor<double>[] at = [.. a.Zip(b, (from, to) => Entries.Combine(1 - t, from, t, to)).Select((value, i) => degrees[i] == 0 ? a[i] : value)];
                Tensor<double> value = ReferenceRule.Apply(@case.Primitive, at);
                double weight = Binomial(degree + 1, k) * ((degree + 1 - k) % 2 == 0 ? 1 : -1);
                difference = difference is null ? Entries.Combine(weight, value, 0, value) : Entries.Combine(1, difference, weight, value);
                scale = Math.Max(scale, Scale(@case, at, value));
            }

            if (!(Entries.Largest(difference!) <= Slack * scale))
            {
                return Violation(Entries.Largest(difference!) / scale, @case, ranges, $"the declared degree is {degree} for argument degrees {string.Join(", ", degrees)}, and the difference of order {degree + 1} is {Entries.Largest(difference!):G3}");
            }
        }

        return null;
    }

    private static FactViolation? Bend(PrimitiveCase @case, Interval[] ranges, Tensor<double>[] a, Tensor<double>[] b, Curvature told, string where, Random random)
    {
        double t = random.NextDouble();
        Tensor<double>[] between = [.. a.Zip(b, (from, to) => Entries.Combine(1 - t, from, t, to))];
        Tensor<double> of_a = ReferenceRule.Apply(@case.Primitive, a), of_b = ReferenceRule.Apply(@case.Primitive, b), curve = ReferenceRule.Apply(@case.Primitive, between);
        Tensor<double> chord = Entries.Combine(1 - t, of_a, t, of_b);
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
                return Violation(Math.Abs(above) * Slack / slack, @case, ranges, $"the declared curvature in {where} is {told}, and the result lies {above:G3} above a chord");
            }
        }

        return null;
    }

    private static PrimitiveFacts Facts(PrimitiveCase @case, Interval[] ranges, int?[]? degrees = null) =>
        @case.Primitive.Facts([.. @case.Shapes.Select((shape, i) => new ArgumentFacts(shape, ranges[i], degrees is null ? 1 : degrees[i]))]);

    /// <summary>Arguments from their ranges, and inside the declared domains. A pole inside a domain, which no interval can leave out, is stepped over.</summary>
    private static Tensor<double>[] Draw(PrimitiveCase @case, Interval[] ranges, PrimitiveFacts facts, Random random) =>
    [
        .. @case.Shapes.Select((shape, i) => Entries.Map(
            RandomTensors.Next(random, shape, ranges[i]),
            entry => Inside(facts.Arguments[i].Domain, @case.Admits(i, Interval.Point(entry)) ? entry : ranges[i].IsNonpositive ? -0.125 : 0.125))),
    ];

    private static double Inside(Interval domain, double entry) => Math.Clamp(entry, domain.Lower, domain.Upper);

    private static double Scale(PrimitiveCase @case, Tensor<double>[] arguments, Tensor<double> result)
    {
        Tensor<double> sizes = ReferenceRule.Apply(@case.Primitive, [.. arguments.Select(value => Entries.Map(value, Math.Abs))]);
        return Math.Max(1e-300, Math.Max(Entries.Largest(result), Entries.Largest(sizes)) + arguments.Max(Entries.Largest));
    }

    private static double Extreme(Interval range, double entry) =>
        !double.IsFinite(range.Magnitude) ? entry : Math.Abs(range.Lower) > Math.Abs(range.Upper) ? range.Lower : range.Upper;

    private static Tensor<double> Merge(Tensor<double> a, Tensor<double> b, Func<double, double, double> choose) =>
        new(a.Shape, [.. a.Span.ToArray().Zip(b.Span.ToArray(), choose)]);

    private static double Binomial(int n, int k) => k == 0 ? 1 : Binomial(n - 1, k - 1) * n / k;

    private static FactViolation Violation(double excess, PrimitiveCase @case, Interval[] ranges, string what) => new(
        double.IsFinite(excess) ? excess : double.PositiveInfinity,
        $"For {(ranges.Length == 0 ? "no argument" : string.Join(" and ", ranges))} {what}; the source given is '{Facts(@case, ranges).Source}'.");
}
