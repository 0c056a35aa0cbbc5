using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// Intervals that enclose a twice differentiable function of one number and its first two derivatives on a piece of the line, by the rules of differentiation with outward rounding (Moore, Kearfott &amp; Cloud
/// 2009, section 9.2). At an end of a piece, a root or a pole may leave the derivatives infinite; inside, nothing does.
/// </summary>
/// <param name="Value">The function's values.</param>
/// <param name="Slope">The derivative.</param>
/// <param name="Bend">The second derivative.</param>
internal sealed record Jet(Interval Value, Interval Slope, Interval Bend) : ICurve<Jet>
{
    /// <summary>The unknown itself on a piece.</summary>
    public static Jet Unknown(Interval piece) => new(piece, Interval.Point(1), Interval.Point(0));

    /// <inheritdoc/>
    public static Jet? Number(double value) => double.IsFinite(value) ? new(Interval.Point(value), Interval.Point(0), Interval.Point(0)) : null;

    /// <inheritdoc/>
    public static Jet? Of(Primitive primitive, IReadOnlyList<Jet> arguments)
    {
        (Jet a, Jet b) = (arguments[0], arguments[^1]);
        return primitive switch
        {
            Add => new(a.Value + b.Value, a.Slope + b.Slope, a.Bend + b.Bend),
            Subtract => new(a.Value - b.Value, a.Slope - b.Slope, a.Bend - b.Bend),
            Negate => new(-a.Value, -a.Slope, -a.Bend),
            Multiply => a.Times(b),
            Square => a.Through(a.Value.Squared(), Twice(a.Value), Interval.Point(2)),
            Divide => b.Raised(-1) is Jet reciprocal ? a.Times(reciprocal) : null,
            Power power => a.Raised(power.Exponent),
            Sqrt => a.Raised(0.5),
            Exp when Positive(a.Value.Mapped(Math.Exp)) is var value => a.Through(value, value, value),
            Log when a.IsPositiveInside => a.Through(new Log().Facts([new([], a.Value, 1)]).Range, PowerOf(a.Value, -1), -PowerOf(a.Value, -2)),
            Tanh when a.Value.Mapped(Math.Tanh) is var value && Interval.Point(1) - value.Squared() is var slope => a.Through(value, slope, Twice(-(value * slope))),
            Sigmoid when Positive(a.Value.Mapped(Logistic)) is var value => a.Through(value, value * Rest(a), value * Rest(a) * (Rest(a) - value)),
            Softplus when Positive(a.Value.Mapped(Logistic)) is var slope => a.Through(new Softplus().Facts([new([], a.Value, 1)]).Range, slope, slope * Rest(a)),
            _ => null,
        };
    }

    /// <summary>Whether it is positive but for an end of the piece: where it has no turn, it is zero at one place at most.</summary>
    private bool IsPositiveInside => Value.Lower > 0 || (Value.Lower >= 0 && (Slope.Lower > 0 || Slope.Upper < 0));

    private static double Logistic(double a) => 1 / (1 + Math.Exp(-a));

    /// <summary>1 − sigmoid(a), which is sigmoid(−a).</summary>
    private static Interval Rest(Jet a) => Positive((-a.Value).Mapped(Logistic));

    /// <summary>What is positive is so where float64 has no number for it.</summary>
    private static Interval Positive(Interval interval) => new(interval.Lower, Math.Max(interval.Upper, double.Epsilon));

    private static Interval Twice(Interval interval) => Interval.Point(2) * interval;

    private static Interval PowerOf(Interval interval, double exponent) => new Power(exponent).Facts([new([], interval, 1)]).Range;

    private Jet Times(Jet other) => new(Value * other.Value, (Slope * other.Value) + (Value * other.Slope), (Bend * other.Value) + Twice(Slope * other.Slope) + (Value * other.Bend));

    /// <summary>A function of this one, from its value and derivatives there: (f ∘ a)″ = f″(a) a′² + f′(a) a″.</summary>
    private Jet Through(Interval value, Interval slope, Interval bend) => new(value, slope * Slope, (bend * Slope.Squared()) + (slope * Bend));

    private Jet? Raised(double exponent)
    {
        bool isSmooth = IsPositiveInside || (exponent == Math.Floor(exponent) && (exponent >= 0 || Value.Upper < 0));
        return !isSmooth ? null : Through(
            PowerOf(Value, exponent), Interval.Point(exponent) * Less(1), Interval.Point(exponent) * (Interval.Point(exponent) - Interval.Point(1)) * Less(2));

        // An exponent that is rounded would be another power.
        Interval Less(int order) => Rational.Of(exponent - order) == Rational.Of(exponent) - Rational.Of(order) ? PowerOf(Value, exponent - order) : PowerOf(Value, exponent) * PowerOf(Value, -order);
    }
}
