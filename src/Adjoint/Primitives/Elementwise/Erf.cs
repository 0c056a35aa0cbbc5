using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Error function entry by entry: <c>r = 2/√π ∫₀ᵃ e^(−s²) ds</c>. Linearisation: <c>2/√π e^(−a²) ⊙ t</c>.</summary>
public sealed record Erf : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "erf";

    /// <inheritdoc/>
    public override string Formula => "r = 2/√π ∫₀ᵃ e^(−s²) ds";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => ScalarFunctions.Erf(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, ErfOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return 2 / Math.Sqrt(Math.PI) * Expressions.Exp(-Expressions.Square(at.Arguments[0])) * tangent;
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        Curvature curvature = range.IsNonpositive ? Curvature.Convex : range.IsNonnegative ? Curvature.Concave : Curvature.Unknown;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            range.Mapped(ScalarFunctions.Erf),
            curvature,
            Monotonicity.Nondecreasing,
            2 / Math.Sqrt(Math.PI),
            "Abramowitz & Stegun 1964, 7.1.1: slope 2/√π e^(−a²), second derivative −2a times the slope");
    }
}
