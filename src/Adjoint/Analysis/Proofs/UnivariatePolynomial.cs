using Adjoint.Graph.Facts;

namespace Adjoint.Analysis.Proofs;

/// <summary>A polynomial in one unknown with exact coefficients, and where it is nonnegative, decided exactly by Sturm's theorem.</summary>
internal sealed class UnivariatePolynomial : IEquatable<UnivariatePolynomial>
{
    private readonly Rational[] _coefficients;

    /// <summary>From coefficients, that of the power 0 first.</summary>
    public UnivariatePolynomial(IReadOnlyList<Rational> coefficients)
    {
        int length = coefficients.Count;
        while (length > 0 && coefficients[length - 1].Sign == 0)
        {
            length--;
        }

        _coefficients = [.. coefficients.Take(length)];
    }

    /// <summary>The degree; −1 for 0.</summary>
    public int Degree => _coefficients.Length - 1;

    /// <summary>The derivative.</summary>
    public UnivariatePolynomial Derivative() => new([.. _coefficients.Skip(1).Select((coefficient, i) => coefficient * Rational.Of(i + 1))]);

    /// <summary>The negative.</summary>
    public UnivariatePolynomial Negative() => new([.. _coefficients.Select(coefficient => -coefficient)]);

    /// <summary>The sum.</summary>
    public UnivariatePolynomial Plus(UnivariatePolynomial other) => new([.. Enumerable.Range(0, Math.Max(_coefficients.Length, other._coefficients.Length))
        .Select(i => (i < _coefficients.Length ? _coefficients[i] : Rational.Zero) + (i < other._coefficients.Length ? other._coefficients[i] : Rational.Zero))]);

    /// <summary>Whether it is 0 somewhere strictly inside an interval.</summary>
    public bool HasRootInside(Interval interval) => Degree < 0 || (interval.Lower < interval.Upper && RootsInside(Divided(Common(this, Derivative())).Quotient, interval) > 0);

    /// <inheritdoc/>
    public bool Equals(UnivariatePolynomial? other) => other is not null && _coefficients.SequenceEqual(other._coefficients);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as UnivariatePolynomial);

    /// <inheritdoc/>
    public override int GetHashCode() => _coefficients.Aggregate(0, HashCode.Combine);

    /// <summary>Whether it is at least 0 on a whole interval.</summary>
    public bool IsNonnegativeOn(Interval interval)
    {
        if (Degree < 0)
        {
            return true;
        }

        if (interval.Lower == interval.Upper)
        {
            return SignAt(interval.Lower) >= 0;
        }

        UnivariatePolynomial changes = OddRoots();
        return RootsInside(changes, interval) == 0 && SignWithin(interval) > 0;
    }

    /// <summary>The product of the factors of odd multiplicity, each once: its roots are where the sign changes.</summary>
    private UnivariatePolynomial OddRoots()
    {
        // a = Π pᵢ^i: the quotient by the common divisor with the derivative is Π pᵢ, and so on (Yun 1976 without his saving).
        UnivariatePolynomial rest = this, result = new([Rational.One]);
        for (int multiplicity = 1; rest.Degree > 0; multiplicity++)
        {
            UnivariatePolynomial less = Common(rest, rest.Derivative()), roots = rest.Divided(less).Quotient;
            UnivariatePolynomial deeper = less.Degree > 0 ? less.Divided(Common(less, less.Derivative())).Quotient : new([Rational.One]);
            if (multiplicity % 2 == 1)
            {
                result = result.Times(roots.Divided(deeper).Quotient);
            }

            rest = less;
        }

        return result;
    }

    /// <summary>How many roots a polynomial without multiple roots has inside an interval (Sturm 1829; Basu, Pollack &amp; Roy 2006, theorem 2.50).</summary>
    private static int RootsInside(UnivariatePolynomial simple, Interval interval)
    {
        if (simple.Degree <= 0)
        {
            return 0;
        }

        List<UnivariatePolynomial> chain = [simple, simple.Derivative()];
        while (chain[^1].Degree > 0)
        {
            chain.Add(chain[^2].Divided(chain[^1]).Remainder.Negative());
        }

        int roots = Changes(chain, interval.Lower) - Changes(chain, interval.Upper);
        return roots - (double.IsFinite(interval.Upper) && simple.SignAt(interval.Upper) == 0 ? 1 : 0);
    }

    private static int Changes(List<UnivariatePolynomial> chain, double at)
    {
        int changes = 0, last = 0;
        foreach (UnivariatePolynomial member in chain)
        {
            int sign = member.SignAt(at);
            changes += sign != 0 && sign == -last ? 1 : 0;
            last = sign != 0 ? sign : last;
        }

        return changes;
    }

    /// <summary>The sign at some place inside where it is not 0.</summary>
    private int SignWithin(Interval interval)
    {
        if (double.IsInfinity(interval.Upper))
        {
            return SignAt(interval.Upper);
        }

        if (double.IsInfinity(interval.Lower))
        {
            return SignAt(interval.Lower);
        }

        Rational lower = Rational.Of(interval.Lower), width = Rational.Of(interval.Upper) - lower;
        for (int i = 1; i <= Degree + 1; i++)
        {
            if (At(lower + (width * Rational.Of(i) / Rational.Of(Degree + 2))) is { Sign: not 0 } value)
            {
                return value.Sign;
            }
        }

        return 0;
    }

    private int SignAt(double at) => Degree < 0 ? 0
        : double.IsPositiveInfinity(at) ? _coefficients[^1].Sign
        : double.IsNegativeInfinity(at) ? (Degree % 2 == 0 ? 1 : -1) * _coefficients[^1].Sign
        : At(Rational.Of(at)).Sign;

    private Rational At(Rational place)
    {
        Rational value = Rational.Zero;
        for (int i = Degree; i >= 0; i--)
        {
            value = (value * place) + _coefficients[i];
        }

        return value;
    }

    /// <summary>The product.</summary>
    public UnivariatePolynomial Times(UnivariatePolynomial other)
    {
        Rational[] product = new Rational[Math.Max(0, _coefficients.Length + other._coefficients.Length - 1)];
        for (int i = 0; i < _coefficients.Length; i++)
        {
            for (int j = 0; j < other._coefficients.Length; j++)
            {
                product[i + j] += _coefficients[i] * other._coefficients[j];
            }
        }

        return new(product);
    }

    private (UnivariatePolynomial Quotient, UnivariatePolynomial Remainder) Divided(UnivariatePolynomial divisor)
    {
        Rational[] rest = [.. _coefficients], quotient = new Rational[Math.Max(0, Degree - divisor.Degree + 1)];
        for (int i = quotient.Length - 1; i >= 0; i--)
        {
            quotient[i] = rest[i + divisor.Degree] / divisor._coefficients[^1];
            for (int j = 0; j <= divisor.Degree; j++)
            {
                rest[i + j] -= quotient[i] * divisor._coefficients[j];
            }
        }

        return (new(quotient), new(rest));
    }

    private static UnivariatePolynomial Common(UnivariatePolynomial a, UnivariatePolynomial b)
    {
        while (b.Degree >= 0)
        {
            (a, b) = (b, a.Divided(b).Remainder);
        }

        return a;
    }
}
