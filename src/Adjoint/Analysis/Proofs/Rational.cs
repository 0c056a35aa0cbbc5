using System.Numerics;

namespace Adjoint.Analysis.Proofs;

/// <summary>A fraction of whole numbers in lowest terms: every finite float64 is one, and sums, products and quotients of them are exact.</summary>
public readonly struct Rational : IEquatable<Rational>
{
    private readonly BigInteger _numerator;
    private readonly BigInteger _denominator;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = denominator.IsOne ? BigInteger.One : BigInteger.GreatestCommonDivisor(numerator, denominator);
        common = denominator.Sign < 0 ? -common : common;
        (_numerator, _denominator) = (numerator / common, denominator / common);
    }

    /// <summary>0.</summary>
    public static Rational Zero => default;

    /// <summary>1.</summary>
    public static Rational One => Of(1);

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => _numerator.Sign;

    /// <summary>The numerator.</summary>
    internal BigInteger Above => _numerator;

    /// <summary>The denominator; that of the default value is one.</summary>
    internal BigInteger Below => _denominator.IsZero ? BigInteger.One : _denominator;

    /// <summary>The exact value of a finite number.</summary>
    /// <param name="value">The number.</param>
    public static Rational Of(double value)
    {
        // Mantissa and exponent from the bits: value = mantissa · 2^exponent.
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7FF);
        long mantissa = exponent == 0 ? bits & 0xFFFFFFFFFFFFF : (bits & 0xFFFFFFFFFFFFF) | 0x10000000000000;
        int power = (exponent == 0 ? 1 : exponent) - 1075;
        BigInteger signed = bits < 0 ? -mantissa : mantissa;
        return power >= 0 ? new Rational(signed << power, BigInteger.One) : new Rational(signed, BigInteger.One << -power);
    }

    /// <summary>A float64 near it, to a few units in the last place; infinite or 0 where it lies outside their range.</summary>
    internal double ToDouble()
    {
        // Shortened to a quotient of 64 bits, so that neither part overflows.
        int shift = (int)(_numerator.GetBitLength() - Below.GetBitLength()) - 64;
        BigInteger quotient = shift >= 0 ? _numerator / (Below << shift) : (_numerator << -shift) / Below;
        return Math.ScaleB((double)quotient, shift);
    }

    /// <summary>The sum.</summary>
    public static Rational operator +(Rational left, Rational right) => new((left._numerator * right.Below) + (right._numerator * left.Below), left.Below * right.Below);

    /// <summary>The difference.</summary>
    public static Rational operator -(Rational left, Rational right) => new((left._numerator * right.Below) - (right._numerator * left.Below), left.Below * right.Below);

    /// <summary>The negative.</summary>
    public static Rational operator -(Rational value) => Zero - value;

    /// <summary>The product.</summary>
    public static Rational operator *(Rational left, Rational right) => new(left._numerator * right._numerator, left.Below * right.Below);

    /// <summary>The quotient.</summary>
    public static Rational operator /(Rational left, Rational right) =>
        right.Sign == 0 ? throw new DivideByZeroException("A fraction was divided by zero.") : new(left._numerator * right.Below, left.Below * right._numerator);

    /// <summary>Whether both are the same number.</summary>
    public static bool operator ==(Rational left, Rational right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(Rational left, Rational right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(Rational other) => _numerator == other._numerator && Below == other.Below;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Rational other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_numerator, Below);

    /// <summary>The fraction, as in <c>3/4</c>.</summary>
    public override string ToString() => Below.IsOne ? _numerator.ToString(System.Globalization.CultureInfo.InvariantCulture) : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{_numerator}/{Below}");
}
