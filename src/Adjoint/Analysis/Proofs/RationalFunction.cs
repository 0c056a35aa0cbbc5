using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Proofs;

/// <summary>A quotient of polynomials in one unknown with exact coefficients. Nothing is cancelled, so the denominator is zero wherever one was on the way.</summary>
internal sealed class RationalFunction : ICurve<RationalFunction>
{
    private const int HighestDegree = 24;

    private static readonly UnivariatePolynomial One = new([Rational.One]);

    private readonly UnivariatePolynomial _above, _below;

    private RationalFunction(UnivariatePolynomial above, UnivariatePolynomial below) => (_above, _below) = (above, below);

    /// <summary>The unknown itself.</summary>
    public static RationalFunction Unknown { get; } = new(new([Rational.Zero, Rational.One]), One);

    /// <inheritdoc/>
    public static RationalFunction? Number(double value) => double.IsFinite(value) ? new(new([Rational.Of(value)]), One) : null;

    /// <inheritdoc/>
    public static RationalFunction? Of(Primitive primitive, IReadOnlyList<RationalFunction> arguments)
    {
        RationalFunction a = arguments[0], b = arguments[^1];
        RationalFunction? result = primitive switch
        {
            Add => a.Plus(b),
            Subtract => a.Plus(b.Negative()),
            Negate => a.Negative(),
            Multiply => a.Times(b),
            Divide => a.Over(b),
            Square => a.Times(a),
            Power power when power.Exponent == Math.Floor(power.Exponent) && Math.Abs(power.Exponent) <= HighestDegree => a.Raised((int)power.Exponent),
            _ => null,
        };
        return result is null || Math.Max(result._above.Degree, result._below.Degree) > HighestDegree ? null : result;
    }

    /// <summary>The derivative, by the rule of quotients.</summary>
    public RationalFunction Derivative() => _below.Degree == 0
        ? new(_above.Derivative(), _below)
        : new(_above.Derivative().Times(_below).Plus(_above.Times(_below.Derivative()).Negative()), _below.Times(_below));

    /// <summary>Whether it has a value everywhere inside an interval.</summary>
    public bool IsDefinedInside(Interval interval) => !_below.HasRootInside(interval);

    /// <summary>Whether it is at least 0 on an interval inside of which it has a value everywhere; with <paramref name="sign"/> −1, at most 0.</summary>
    public bool HasSign(Interval interval, int sign) => (sign > 0 ? _above : _above.Negative()).Times(_below).IsNonnegativeOn(interval);

    private RationalFunction Negative() => new(_above.Negative(), _below);

    private RationalFunction Plus(RationalFunction other) => _below.Equals(other._below)
        ? new(_above.Plus(other._above), _below)
        : new(_above.Times(other._below).Plus(other._above.Times(_below)), _below.Times(other._below));

    private RationalFunction Times(RationalFunction other) => new(_above.Times(other._above), _below.Times(other._below));

    // Where the divisor has no value, neither has the quotient: its denominator stays in both places.
    private RationalFunction? Over(RationalFunction other) => other._above.Degree < 0
        ? null
        : new(_above.Times(other._below).Times(other._below), _below.Times(other._above).Times(other._below));

    private RationalFunction? Raised(int power)
    {
        RationalFunction result = new(One, One);
        for (int i = 0; i < Math.Abs(power); i++)
        {
            result = result.Times(this);
        }

        return power < 0 ? new RationalFunction(One, One).Over(result) : result;
    }
}
