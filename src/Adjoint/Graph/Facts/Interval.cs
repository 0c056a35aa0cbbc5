using System.Globalization;

namespace Adjoint.Graph.Facts;

/// <summary>
/// A closed interval of the extended reals that every entry of a value lies in. Results of arithmetic are rounded outward,
/// so that an interval computed in float64 still contains every real result.
/// </summary>
/// <param name="Lower">The lower end; −∞ if there is none.</param>
/// <param name="Upper">The upper end; +∞ if there is none.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>All real numbers.</summary>
    public static Interval Reals => new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Numbers ≥ 0.</summary>
    public static Interval Nonnegative => new(0, double.PositiveInfinity);

    /// <summary>Numbers > 0. Its lower end is the smallest positive float64: an interval is closed, and there is no number between 0 and that.</summary>
    public static Interval Positive => new(double.Epsilon, double.PositiveInfinity);

    /// <summary>Numbers ≤ 0.</summary>
    public static Interval Nonpositive => new(double.NegativeInfinity, 0);

    /// <summary>Numbers from 0 to 1.</summary>
    public static Interval Unit => new(0, 1);

    /// <summary>One number.</summary>
    /// <param name="value">The number.</param>
    public static Interval Point(double value) => new(value, value);

    /// <summary>Whether every number in it is ≥ 0.</summary>
    public bool IsNonnegative => Lower >= 0;

    /// <summary>Whether every number in it is ≤ 0.</summary>
    public bool IsNonpositive => Upper <= 0;

    /// <summary>The largest absolute value in it.</summary>
    public double Magnitude => Math.Max(Math.Abs(Lower), Math.Abs(Upper));

    /// <summary>Whether a number lies in it.</summary>
    /// <param name="value">The number.</param>
    public bool Contains(double value) => value >= Lower && value <= Upper;

    /// <summary>The smallest interval that contains both.</summary>
    /// <param name="other">The other interval.</param>
    public Interval Hull(Interval other) => new(Math.Min(Lower, other.Lower), Math.Max(Upper, other.Upper));

    /// <summary>Sums of a number of each.</summary>
    public static Interval operator +(Interval left, Interval right) =>
        new(Down(left.Lower + right.Lower, left.Lower, right.Lower), Up(left.Upper + right.Upper, left.Upper, right.Upper));

    /// <summary>Differences of a number of each.</summary>
    public static Interval operator -(Interval left, Interval right) => left + -right;

    /// <summary>The negatives.</summary>
    public static Interval operator -(Interval interval) => new(-interval.Upper, -interval.Lower);

    /// <summary>Products of a number of each; 0·∞ counts as 0, since ∞ only stands for "no bound".</summary>
    public static Interval operator *(Interval left, Interval right) => new(
        Math.Min(
            Math.Min(ProductDown(left.Lower, right.Lower), ProductDown(left.Lower, right.Upper)),
            Math.Min(ProductDown(left.Upper, right.Lower), ProductDown(left.Upper, right.Upper))),
        Math.Max(
            Math.Max(ProductUp(left.Lower, right.Lower), ProductUp(left.Lower, right.Upper)),
            Math.Max(ProductUp(left.Upper, right.Lower), ProductUp(left.Upper, right.Upper))));

    /// <summary>The reciprocals, where 0 is not inside; all reals where it is.</summary>
    public Interval Reciprocal()
    {
        if (Lower < 0 && Upper > 0)
        {
            return Reals;
        }

        double lower = Upper <= 0 && Upper == 0 ? double.NegativeInfinity : 1 / Upper;
        double upper = Lower >= 0 && Lower == 0 ? double.PositiveInfinity : 1 / Lower;
        return new(lower == 0 ? 0 : Math.BitDecrement(lower), upper == 0 ? 0 : Math.BitIncrement(upper));
    }

    /// <summary>The squares.</summary>
    public Interval Squared()
    {
        double low = Lower <= 0 && Upper >= 0 ? 0 : Math.Min(Math.Abs(Lower), Math.Abs(Upper));
        return new(low == 0 ? 0 : Math.Max(0, Math.BitDecrement(low * low)), Magnitude == 0 ? 0 : Math.BitIncrement(Magnitude * Magnitude));
    }

    /// <summary>The values of a nondecreasing function over it, rounded outward by more than the function's own error.</summary>
    /// <param name="function">The function, right to four units in the last place, with its limits at ±∞.</param>
    public Interval Mapped(Func<double, double> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        double lower = function(Lower), upper = function(Upper);
        bool isLeast = lower == 0 && !(double.IsNegative(lower) && Underflows(function, Lower)), isMost = upper == 0 && (double.IsNegative(upper) || !Underflows(function, Upper));
        return new(isLeast ? 0 : Moved(lower, Math.BitDecrement), isMost ? 0 : Moved(upper, Math.BitIncrement));
    }

    /// <summary>Sums of any number of its elements from <paramref name="least"/> to <paramref name="most"/>.</summary>
    /// <param name="least">The smallest number of summands.</param>
    /// <param name="most">The largest number of summands.</param>
    public Interval Sum(long least, long most) => (this * Point(least)).Hull(this * Point(most));

    /// <summary>The interval as text: <c>[0, ∞)</c>.</summary>
    public override string ToString() =>
        (double.IsNegativeInfinity(Lower) ? "(-∞" : Lower == double.Epsilon ? "(0" : "[" + Lower.ToString("R", CultureInfo.InvariantCulture)) + ", " +
        (double.IsPositiveInfinity(Upper) ? "∞)" : Upper.ToString("R", CultureInfo.InvariantCulture) + "]");

    // A product with an exact zero is exact. One that underflows to zero keeps its sign: it lies between zero and the smallest number.
    private static double ProductDown(double a, double b) => a == 0 || b == 0 || (a * b == 0 && a > 0 == b > 0) ? 0 : Math.BitDecrement(a * b);

    private static double ProductUp(double a, double b) => -ProductDown(-a, b);

    // A zero beside which the function is zero too is none, but a number too small to be told, unless it is taken at 0 or is a limit.
    private static bool Underflows(Func<double, double> function, double at) =>
        at != 0 && double.IsFinite(at) && function(Math.BitIncrement(at)) == 0 && function(Math.BitDecrement(at)) == 0;

    // Four units in the last place outward, from a value that has a sign no further than to 0.
    private static double Moved(double value, Func<double, double> outward)
    {
        bool hasSign = value != 0;
        for (int i = 0; i < 4; i++)
        {
            value = value == 0 && hasSign ? 0 : outward(value);
        }

        return value;
    }

    // A sum with an exact zero is exact; every other one may have been rounded by half a unit in the last place.
    private static double Down(double sum, double a, double b) => a == 0 || b == 0 ? sum : Math.BitDecrement(sum);

    private static double Up(double sum, double a, double b) => a == 0 || b == 0 ? sum : Math.BitIncrement(sum);
}
