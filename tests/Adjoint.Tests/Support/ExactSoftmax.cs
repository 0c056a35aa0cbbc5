using System.Numerics;

namespace Adjoint.Tests.Support;

/// <summary>
/// Softmax and cross-entropy of one row in fixed point with 640 binary places, from exactly the numbers that are given: exponentials by their Taylor series, logarithms by Newton's method
/// on them. It shares nothing with the library, and cancels nothing that matters: differences are exact to 10⁻¹⁹².
/// </summary>
internal sealed class ExactSoftmax
{
    private const int Places = 640;

    private static readonly BigInteger One = BigInteger.One << Places;

    private readonly BigInteger[] _logits, _targets, _exponentials;
    private readonly BigInteger _greatest, _sum, _total;

    public ExactSoftmax(IReadOnlyList<double> logits, IReadOnlyList<double> targets)
    {
        (_logits, _targets) = ([.. logits.Select(Fixed)], [.. targets.Select(Fixed)]);
        _greatest = _logits.Max();
        _exponentials = [.. _logits.Select(logit => Exponential(_greatest - logit))];
        _sum = _exponentials.Aggregate(BigInteger.Add);
        _total = _targets.Aggregate(BigInteger.Add);
    }

    /// <summary>Σ y_i (log Σ e^(z_j) − z_i).</summary>
    public double Loss => Double(_logits.Zip(_targets, (logit, target) => Times(target, _greatest - logit + Logarithm(_sum))).Aggregate(BigInteger.Add));

    /// <summary>log Σ e^(z_j).</summary>
    public double LogarithmOfSum => Double(_greatest + Logarithm(_sum));

    /// <summary>(Σ y) p − y.</summary>
    public double[] Gradient => [.. _exponentials.Zip(_targets, (exponential, target) => Double(((_total * exponential) - (target * _sum)) / _sum))];

    /// <summary>(Σ y) p.</summary>
    public double[] Shares => [.. _exponentials.Select(exponential => Double(_total * exponential / _sum))];

    /// <summary>(Σ y) p ⊙ (t − ⟨p, t⟩).</summary>
    public double[] Curvature(IReadOnlyList<double> direction)
    {
        BigInteger[] moved = [.. direction.Select(Fixed)];
        BigInteger mean = _exponentials.Zip(moved, (exponential, entry) => exponential * entry).Aggregate(BigInteger.Add);
        return [.. _exponentials.Zip(moved, (exponential, entry) => Double(Times(_total, exponential * ((entry * _sum) - mean) / (_sum * _sum))))];
    }

    /// <summary>The number as it is: whole multiples of 2⁻⁶⁴⁰ only.</summary>
    private static BigInteger Fixed(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7ff);
        BigInteger mantissa = (bits & 0xfffffffffffffL) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075 + Places;
        BigInteger magnitude = shift >= 0 ? mantissa << shift : mantissa >> -shift;
        return bits < 0 ? -magnitude : magnitude;
    }

    private static double Double(BigInteger value)
    {
        long length = BigInteger.Abs(value).GetBitLength();
        int drop = (int)Math.Max(0, length - 64);
        return Math.ScaleB((double)(value >> drop), drop - Places);
    }

    private static BigInteger Times(BigInteger a, BigInteger b) => (a * b) >> Places;

    /// <summary>e^(−x), x ≥ 0: the Taylor series at x / 2²⁴ or less, squared as often as x was halved.</summary>
    private static BigInteger Exponential(BigInteger x)
    {
        if (x > One * 1000)
        {
            return BigInteger.Zero;
        }

        const int Halvings = 24;
        BigInteger part = x >> Halvings, term = One, sum = One;
        for (int n = 1; !term.IsZero && n < 400; n++)
        {
            term = -Times(term, part) / n;
            sum += term;
        }

        for (int i = 0; i < Halvings; i++)
        {
            sum = Times(sum, sum);
        }

        return sum;
    }

    /// <summary>log u, u ≥ 1, by y ← y + 2 (u − e^y) / (u + e^y), which triples the digits each time.</summary>
    private static BigInteger Logarithm(BigInteger u)
    {
        BigInteger y = Fixed(Math.Log(Double(u)));
        for (int round = 0; round < 5; round++)
        {
            BigInteger scaled = Times(u, Exponential(y));
            y += ((scaled - One) << (Places + 1)) / (scaled + One);
        }

        return y;
    }
}
