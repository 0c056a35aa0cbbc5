namespace Adjoint.Graph.Facts;

/// <summary>What holds in one argument while the others stay fixed, anywhere in their ranges.</summary>
/// <param name="Curvature">How each entry of the result bends.</param>
/// <param name="Monotonicity">How each entry of the result moves.</param>
/// <param name="Lipschitz">A number L with ‖f(u) − f(v)‖₂ ≤ L‖u − v‖₂ for all u, v in the argument's range; +∞ if none is known.</param>
/// <param name="Domain">Where the argument must lie for the result to be a number.</param>
public readonly record struct InArgument(Curvature Curvature, Monotonicity Monotonicity, double Lipschitz, Interval Domain)
{
    /// <summary>Facts with the whole line as domain.</summary>
    /// <param name="curvature">How each entry of the result bends.</param>
    /// <param name="monotonicity">How each entry of the result moves.</param>
    /// <param name="lipschitz">The Lipschitz bound.</param>
    public InArgument(Curvature curvature, Monotonicity monotonicity, double lipschitz)
        : this(curvature, monotonicity, lipschitz, Interval.Reals)
    {
    }

    /// <summary>Whether the result is no number where the argument is 0 either, which a domain on both sides of 0 cannot say.</summary>
    public bool HasPoleAt0 { get; init; }

    /// <summary>Whether the result is a number wherever the argument lies in a range.</summary>
    /// <param name="range">The range.</param>
    public bool Admits(Interval range) => range.Lower >= Domain.Lower && range.Upper <= Domain.Upper && !(HasPoleAt0 && range.Contains(0));

    /// <summary>The same with a pole at 0, of an argument in a range: where that has one sign, the domain is the open half line.</summary>
    /// <param name="range">The argument's range.</param>
    public InArgument WithPoleAt0(Interval range) => this with
    {
        Domain = range.IsNonnegative ? Interval.Positive : range.IsNonpositive ? -Interval.Positive : Interval.Reals,
        HasPoleAt0 = true,
    };

    /// <summary>A linear map whose coefficients all have the sign of <paramref name="coefficients"/>.</summary>
    /// <param name="coefficients">An interval that holds every coefficient.</param>
    /// <param name="norm">An upper bound of the map's largest singular value.</param>
    public static InArgument LinearWith(Interval coefficients, double norm) => new(
        Curvature.Affine,
        coefficients.IsNonnegative ? Monotonicity.Nondecreasing : coefficients.IsNonpositive ? Monotonicity.Nonincreasing : Monotonicity.Unknown,
        norm);
}
