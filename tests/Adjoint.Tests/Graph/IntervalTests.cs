using System.Numerics;
using Adjoint.Graph.Facts;
using CsCheck;

namespace Adjoint.Tests.Graph;

/// <summary>Intervals contain every real result. "Real" is taken at its word: ends are compared as exact fractions, not as float64.</summary>
public class IntervalTests
{
    private static readonly Gen<double> Numbers = Gen.OneOf(
        Gen.Double[-10, 10],
        Gen.Const(0.0),
        Gen.Const(-0.0),
        Gen.Const(1.0),
        Gen.Double[-1e-300, 1e-300],
        Gen.Double[-1e300, 1e300],
        Gen.Const(double.Epsilon),
        Gen.Const(-double.Epsilon),
        Gen.Const(double.MaxValue));

    private static readonly Gen<Interval> Intervals = Gen.Select(Numbers, Numbers, (a, b) => new Interval(Math.Min(a, b), Math.Max(a, b)));

    [Fact]
    public void Sums_and_differences_contain_the_real_results() => Gen.Select(Intervals, Intervals).Sample((a, b) =>
    {
        foreach (double x in Ends(a))
        {
            foreach (double y in Ends(b))
            {
                Inside(Fraction.Of(x) + Fraction.Of(y), a + b);
                Inside(Fraction.Of(x) - Fraction.Of(y), a - b);
                Inside(-Fraction.Of(x), -a);
            }
        }
    });

    [Fact]
    public void Products_contain_the_real_results() => Gen.Select(Intervals, Intervals).Sample((a, b) =>
    {
        foreach (double x in Ends(a))
        {
            foreach (double y in Ends(b))
            {
                Inside(Fraction.Of(x) * Fraction.Of(y), a * b);
            }
        }
    });

    [Fact]
    public void Squares_contain_the_real_results() => Intervals.Sample(a =>
    {
        foreach (double x in Ends(a))
        {
            Inside(Fraction.Of(x) * Fraction.Of(x), a.Squared());
        }

        Assert.True(a.Squared().IsNonnegative);
    });

    [Fact]
    public void Reciprocals_contain_the_real_results() => Intervals.Sample(a =>
    {
        foreach (double x in Ends(a).Where(x => x != 0))
        {
            Inside(Fraction.One / Fraction.Of(x), a.Reciprocal());
        }
    });

    [Fact]
    public void Sums_of_many_contain_the_real_results() => Gen.Select(Intervals, Gen.Int[0, 50], Gen.Int[0, 50]).Sample((a, m, n) =>
    {
        foreach (double x in Ends(a))
        {
            foreach (int terms in new[] { Math.Min(m, n), (m + n) / 2, Math.Max(m, n) })
            {
                Inside(Fraction.Of(x) * Fraction.Of(terms), a.Sum(Math.Min(m, n), Math.Max(m, n)));
            }
        }
    });

    [Fact]
    public void Arithmetic_of_whole_numbers_is_as_tight_as_rounding_allows()
    {
        // Containing everything is easy; these would fail for an interval that is wider than one unit in the last place.
        Interval sum = new Interval(1, 2) + new Interval(10, 20);
        Assert.InRange(sum.Lower, Math.BitDecrement(11), 11);
        Assert.InRange(sum.Upper, 22, Math.BitIncrement(22));
        Interval product = new Interval(-2, 3) * new Interval(-5, 7);
        Assert.InRange(product.Lower, Math.BitDecrement(-15), -15);
        Assert.InRange(product.Upper, 21, Math.BitIncrement(21));
        Assert.Equal(0, new Interval(-2, 3).Squared().Lower);
        Assert.Equal(Interval.Point(0), Interval.Point(0) * Interval.Reals);
        Assert.Equal(new Interval(2, 5), new Interval(2, 5) + Interval.Point(0));
    }

    [Fact]
    public void Signs_survive_underflow()
    {
        // −1e−400 is no float64, and it is negative.
        Interval product = Interval.Point(-1e-200) * Interval.Point(1e-200);
        Assert.False(product.IsNonnegative);
        Assert.True(product.IsNonpositive);
        Assert.True((Interval.Point(1e-200) * Interval.Point(1e-200)).IsNonnegative);
        Assert.True((new Interval(0, 1e-200) * new Interval(0, 1e-200)).IsNonnegative);
    }

    [Fact]
    public void Unbounded_intervals_stay_so()
    {
        Assert.Equal(Interval.Reals, Interval.Reals + Interval.Reals);
        Assert.Equal(Interval.Nonnegative, Interval.Nonnegative * Interval.Nonnegative);
        Assert.Equal(Interval.Nonpositive, Interval.Nonnegative * Interval.Nonpositive);
        Assert.Equal(Interval.Nonnegative, Interval.Reals.Squared());
        Assert.Equal(Interval.Reals, new Interval(-1, 1).Reciprocal());
        Assert.Equal(Interval.Nonnegative, Interval.Nonnegative.Reciprocal());
        Assert.Equal(Interval.Nonpositive, Interval.Nonpositive.Reciprocal());
        Assert.Equal(double.PositiveInfinity, Interval.Reals.Magnitude);
    }

    [Fact]
    public void Hulls_and_membership()
    {
        Assert.Equal(new Interval(-1, 5), new Interval(-1, 2).Hull(new Interval(4, 5)));
        Assert.True(new Interval(-1, 2).Contains(-1));
        Assert.True(new Interval(-1, 2).Contains(2));
        Assert.False(new Interval(-1, 2).Contains(2.0000001));
        Assert.False(new Interval(-1, 2).Contains(double.NaN));
        Assert.Equal("[0, ∞)", Interval.Nonnegative.ToString());
        Assert.Equal("(-∞, ∞)", Interval.Reals.ToString());
        Assert.Equal("[-1.5, 2]", new Interval(-1.5, 2).ToString());
    }

    private static IEnumerable<double> Ends(Interval interval) => [interval.Lower, interval.Upper, interval.Lower + ((interval.Upper - interval.Lower) / 2) is double middle && interval.Contains(middle) ? middle : interval.Lower];

    private static void Inside(Fraction number, Interval interval)
    {
        Assert.True(double.IsNegativeInfinity(interval.Lower) || Fraction.Of(interval.Lower).CompareTo(number) <= 0, $"{number} lies below {interval}.");
        Assert.True(double.IsPositiveInfinity(interval.Upper) || Fraction.Of(interval.Upper).CompareTo(number) >= 0, $"{number} lies above {interval}.");
    }

    /// <summary>An exact fraction; every finite float64 is one.</summary>
    private readonly record struct Fraction(BigInteger Numerator, BigInteger Denominator)
    {
        public static Fraction One => new(1, 1);

        public static Fraction Of(double number)
        {
            long bits = BitConverter.DoubleToInt64Bits(number);
            int exponent = (int)((bits >> 52) & 0x7FF);
            long mantissa = bits & 0xFFFFFFFFFFFFF;
            BigInteger value = exponent == 0 ? mantissa : mantissa | (1L << 52);
            int power = Math.Max(exponent, 1) - 1075;
            BigInteger signed = bits < 0 ? -value : value;
            return power >= 0 ? new(signed << power, 1) : new(signed, BigInteger.One << -power);
        }

        public static Fraction operator +(Fraction a, Fraction b) => new((a.Numerator * b.Denominator) + (b.Numerator * a.Denominator), a.Denominator * b.Denominator);

        public static Fraction operator -(Fraction a) => new(-a.Numerator, a.Denominator);

        public static Fraction operator -(Fraction a, Fraction b) => a + -b;

        public static Fraction operator *(Fraction a, Fraction b) => new(a.Numerator * b.Numerator, a.Denominator * b.Denominator);

        public static Fraction operator /(Fraction a, Fraction b) =>
            b.Numerator.Sign < 0 ? new(-a.Numerator * b.Denominator, a.Denominator * -b.Numerator) : new(a.Numerator * b.Denominator, a.Denominator * b.Numerator);

        public int CompareTo(Fraction other) => (Numerator * other.Denominator).CompareTo(other.Numerator * Denominator);
    }
}
