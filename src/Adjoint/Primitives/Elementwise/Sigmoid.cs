using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Logistic sigmoid entry by entry: <c>r = 1 / (1 + e⁻ᵃ)</c>. Linearisation: <c>r ⊙ σ(−a) ⊙ t</c>, which loses no digits where r is close to 1.</summary>
public sealed record Sigmoid : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "sigmoid";

    /// <inheritdoc/>
    public override string Formula => "r = 1 / (1 + e⁻ᵃ)";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => ScalarFunctions.Sigmoid(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, SigmoidOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return at * Apply(-at.Arguments[0]) * tangent;
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        Curvature curvature = range.IsNonpositive ? Curvature.Convex : range.IsNonnegative ? Curvature.Concave : Curvature.Unknown;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0], range.Mapped(ScalarFunctions.Sigmoid), curvature, Monotonicity.Nondecreasing, 0.25, "slope r(1 − r) ≤ ¼; second derivative r(1 − r)(1 − 2r)");
    }
}
