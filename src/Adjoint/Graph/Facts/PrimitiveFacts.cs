namespace Adjoint.Graph.Facts;

/// <summary>
/// What a primitive declares of its result, given what is known of its arguments. Every declaration is sampled by the
/// law tests; sampling refutes and never proves, so each also names its source.
/// </summary>
/// <param name="Range">An interval that holds every entry of the result.</param>
/// <param name="Degree">The result's degree as a polynomial in the variables under study; nothing if it is no polynomial or this is not known.</param>
/// <param name="Joint">How each entry of the result bends as all arguments move together.</param>
/// <param name="Arguments">What holds in each argument while the others stay fixed.</param>
/// <param name="Source">Where the facts come from: a theorem, a book's section, or a one-line argument.</param>
public sealed record PrimitiveFacts(Interval Range, int? Degree, Curvature Joint, IReadOnlyList<InArgument> Arguments, string Source)
{
    /// <summary>Facts of a linear map of one argument that copies or drops entries, so that no entry grows.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="hasZeros">Whether the result may also contain zeros.</param>
    /// <param name="norm">An upper bound of the map's largest singular value.</param>
    /// <param name="source">Where the norm comes from.</param>
    public static PrimitiveFacts Selection(ArgumentFacts argument, bool hasZeros, double norm, string source) => new(
        hasZeros ? argument.Range.Hull(Interval.Point(0)) : argument.Range,
        argument.Degree,
        Curvature.Affine,
        [InArgument.LinearWith(Interval.Unit, norm)],
        source);

    /// <summary>Facts of a function of one argument that is no polynomial, whose curvature along a line is its curvature in the argument.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="range">An interval that holds every entry of the result.</param>
    /// <param name="curvature">How each entry of the result bends.</param>
    /// <param name="monotonicity">How each entry of the result moves.</param>
    /// <param name="lipschitz">A Lipschitz bound; rounded up a little here.</param>
    /// <param name="source">Where the facts come from.</param>
    /// <param name="domain">Where the argument must lie; all reals if left out.</param>
    public static PrimitiveFacts Nonpolynomial(
        ArgumentFacts argument, Interval range, Curvature curvature, Monotonicity monotonicity, double lipschitz, string source, Interval? domain = null) => new(
        range,
        argument.Degree == 0 ? 0 : null,
        curvature,
        [new InArgument(curvature, monotonicity, double.IsNaN(lipschitz) ? double.PositiveInfinity : Math.BitIncrement(lipschitz * (1 + 1e-15)), domain ?? Interval.Reals)],
        source);
}
