namespace Adjoint.Kernels.Elementwise;

/// <summary>Functions of one float64 number that the base library lacks or computes with cancellation, each by a textbook formula.</summary>
public static class ScalarFunctions
{
    /// <summary>log(1 + x) to full relative accuracy near 0: the rounding of u = 1 + x is undone by the factor x / (u − 1) (Kahan; Higham 2002, section 1.14.1).</summary>
    /// <param name="x">Above −1; −1 gives −∞.</param>
    public static double LogOnePlus(double x)
    {
        double u = 1 + x;
        return u == 1 ? x : double.IsPositiveInfinity(u) ? u : Math.Log(u) / (u - 1) * x;
    }

    /// <summary>eˣ − 1 to full relative accuracy near 0, by the same device as <see cref="LogOnePlus"/>.</summary>
    /// <param name="x">Any number.</param>
    public static double ExpMinusOne(double x)
    {
        double u = Math.Exp(x);
        return Math.Abs(x) > 1 ? u - 1 : u == 1 ? x : (u - 1) / Math.Log(u) * x;
    }

    /// <summary>1 / (1 + e⁻ˣ), from whichever side does not overflow.</summary>
    /// <param name="x">Any number.</param>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>The error function, 2/√π ∫₀ˣ e^(−t²) dt.</summary>
    /// <param name="x">Any number.</param>
    public static double Erf(double x) => Math.Abs(x) <= 2 ? Series(x) : x > 0 ? 1 - Fraction(x) : Fraction(-x) - 1;

    /// <summary>1 − erf(x), to full relative accuracy where it is small.</summary>
    /// <param name="x">Any number.</param>
    public static double Erfc(double x) => x <= 2 ? 1 - Erf(x) : Fraction(x);

    /// <summary>The normal distribution function Φ(x) = ½ (1 + erf(x/√2)), to full relative accuracy in its left tail too.</summary>
    /// <param name="x">Any number.</param>
    public static double NormalDistribution(double x)
    {
        if (!(x < -1))
        {
            return 0.5 + (0.5 * Erf(x * Math.Sqrt(0.5)));
        }

        // Abramowitz and Stegun 1964, 26.2.14: φ(x) / (y + 1/(y + 2/(y + 3/(y + …)))), y = −x, from the inside out.
        double tail = -x;
        for (int n = 400; n > 0; n--)
        {
            tail = -x + (n / tail);
        }

        return x < -40 ? 0 : ExpOfSquare(-x, 0.5) / (Math.Sqrt(2 * Math.PI) * tail);
    }

    // Abramowitz and Stegun 1964, 7.1.6: 2/√π e^(−x²) Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)). All terms have one sign, so nothing cancels.
    private static double Series(double x)
    {
        double term = x, sum = x;
        for (int n = 1; n < 80; n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // Abramowitz and Stegun 1964, 7.1.14: e^(−x²)/√π · 1/(x + (1/2)/(x + 1/(x + (3/2)/(x + …)))), from the inside out.
    private static double Fraction(double x)
    {
        if (double.IsNaN(x) || x > 30)
        {
            return double.IsNaN(x) ? x : 0;
        }

        double tail = x;
        for (int n = 120; n > 0; n--)
        {
            tail = x + (n / 2.0 / tail);
        }

        return ExpOfSquare(x, 1) / (Math.Sqrt(Math.PI) * tail);
    }

    // e^(−factor·x²): x is cut so that the square of its front half is exact; else the rounding of x² would be multiplied by x².
    private static double ExpOfSquare(double x, double factor)
    {
        double front = Math.Floor(x * 65536) / 65536;
        return Math.Exp(-factor * front * front) * Math.Exp(-factor * (x - front) * (x + front));
    }
}
