using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Gaussian error linear unit entry by entry, exact form: <c>r = a Φ(a) = ½ a (1 + erf(a/√2))</c>, Φ being the normal distribution function
/// (Hendrycks and Gimpel 2016). Linearisation: <c>(Φ(a) + a φ(a)) ⊙ t</c> with the normal density φ.
/// </summary>
public sealed record Gelu : ElementwisePrimitive
{
    /// <summary>Below the least value, −0.16997120747990366…</summary>
    private const double Least = -0.1699712074799037;

    /// <summary>Just above the place of the least value, −0.75179152469356446…</summary>
    private const double Lowest = -0.7517915246935;

    /// <summary>Just below √2, where the curve begins to bend the other way.</summary>
    private const double Bend = 1.41421356237;

    /// <summary>Above the largest slope, 1.12890414518515478…</summary>
    private const double Steepest = 1.1289041451851549;

    /// <inheritdoc/>
    public override string Name => "gelu";

    /// <inheritdoc/>
    public override string Formula => "r = ½ a (1 + erf(a/√2))";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Value(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, GeluOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        Expr a = at.Arguments[0];
        Expr distribution = 0.5 + (0.5 * Expressions.Erf(Math.Sqrt(0.5) * a));
        Expr density = 1 / Math.Sqrt(2 * Math.PI) * Expressions.Exp(-0.5 * Expressions.Square(a));
        return (distribution + (a * density)) * tangent;
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        Monotonicity slope = range.Lower >= Lowest ? Monotonicity.Nondecreasing : range.Upper <= Lowest - 1e-9 ? Monotonicity.Nonincreasing : Monotonicity.Unknown;
        Curvature curvature = range.Lower >= -Bend && range.Upper <= Bend ? Curvature.Convex
            : range.Lower >= Bend + 1e-9 || range.Upper <= -Bend - 1e-9 ? Curvature.Concave
            : Curvature.Unknown;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            new(range.IsNonnegative ? 0 : Least, Math.Max(0, range.Upper)),
            curvature,
            slope,
            Steepest,
            "Hendrycks & Gimpel 2016; slope Φ(a) + aφ(a), at most 1.128905 at √2; second derivative (2 − a²)φ(a); least value −0.169972 at −0.751792");
    }

    // The limit at −∞ is 0, where the product would be 0·∞.
    private static double Value(double a) => double.IsNegativeInfinity(a) ? 0 : a * ScalarFunctions.NormalDistribution(a);
}
