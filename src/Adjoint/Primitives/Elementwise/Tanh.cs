using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Hyperbolic tangent entry by entry: <c>r = tanh a</c>. Linearisation: <c>(1 − r²) ⊙ t</c>.</summary>
public sealed record Tanh : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "tanh";

    /// <inheritdoc/>
    public override string Formula => "r = tanh a";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Tanh(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, TanhOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent) => (1 - Expressions.Square(at)) * tangent;

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        Curvature curvature = range.IsNonpositive ? Curvature.Convex : range.IsNonnegative ? Curvature.Concave : Curvature.Unknown;
        return PrimitiveFacts.Nonpolynomial(arguments[0], range.Mapped(Math.Tanh), curvature, Monotonicity.Nondecreasing, 1, "slope 1 − r² ≤ 1; second derivative −2r(1 − r²)");
    }
}
