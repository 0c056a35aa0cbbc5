using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Sigmoid linear unit, or swish, entry by entry: <c>r = a σ(a) = a / (1 + e⁻ᵃ)</c> (Elfwing, Uchibe and Doya 2018). Linearisation: <c>(σ(a) + r σ(−a)) ⊙ t</c>.
/// </summary>
public sealed record Silu : ElementwisePrimitive
{
    /// <summary>Below the least value, −0.27846454276107379…</summary>
    private const double Least = -0.2784645427610738;

    /// <summary>Just above the place of the least value, −1.27846454276107379…</summary>
    private const double Lowest = -1.2784645427610;

    /// <summary>Just below the place where the curve begins to bend the other way, 2.39935728051546766…</summary>
    private const double Bend = 2.39935728051;

    /// <summary>Above the largest slope, 1.09983932012886691…</summary>
    private const double Steepest = 1.099839320128867;

    /// <inheritdoc/>
    public override string Name => "silu";

    /// <inheritdoc/>
    public override string Formula => "r = a / (1 + e⁻ᵃ)";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Value(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, SiluOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return (Expressions.Sigmoid(at.Arguments[0]) + (at * Expressions.Sigmoid(-at.Arguments[0]))) * tangent;
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
            "Elfwing, Uchibe & Doya 2018; least value −0.278465 at −1.278465; the slope turns where a tanh(a/2) = 2, at ±2.399357, and is at most 1.099840 there");
    }

    // The limit at −∞ is 0, where the product would be 0·∞.
    private static double Value(double a) => double.IsNegativeInfinity(a) ? 0 : a * ScalarFunctions.Sigmoid(a);
}
