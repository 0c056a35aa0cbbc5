using System.Numerics;

namespace Adjoint.Analysis.Proofs;

/// <summary>A fraction of whole numbers in lowest terms: every finite float64 is one, and sums, products and quotients of them are exact.</summary>
internal readonly struct Rational
{
    private readonly BigInteger _numerator;
    private readonly BigInteger _denominator;

    private Rational(BigInteger numerator, BigInteger denominator)
    {
        BigInteger common = BigInteger.GreatestCommonDivisor(numerator, denominator);
        common = denominator.Sign < 0 ? -common : common;
        (_numerator, _denominator) = common.IsZero ? (BigInteger.Zero, BigInteger.One) : (numerator / common, denominator / common);
    }

    /// <summary>The exact value of a finite number.</summary>
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

    /// <summary>−1, 0 or 1.</summary>
    public int Sign => _numerator.Sign;

    public static Rational operator -(Rational left, Rational right) =>
        new((left._numerator * right.Below) - (right._numerator * left.Below), left.Below * right.Below);

    public static Rational operator *(Rational left, Rational right) => new(left._numerator * right._numerator, left.Below * right.Below);

    public static Rational operator /(Rational left, Rational right) => new(left._numerator * right.Below, left.Below * right._numerator);

    /// <summary>The denominator; that of the default value is one.</summary>
    private BigInteger Below => _denominator.IsZero ? BigInteger.One : _denominator;
}
