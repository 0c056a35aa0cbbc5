using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Exponential entry by entry: <c>r = eᵃ</c>. Linearisation: <c>r ⊙ t</c>.</summary>
public sealed record Exp : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "exp";

    /// <inheritdoc/>
    public override string Formula => "r = eᵃ";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Exp(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, ExpOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent) => at * tangent;

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0], range.Mapped(Math.Exp), Curvature.Convex, Monotonicity.Nondecreasing, Math.Exp(range.Upper), "Boyd & Vandenberghe 2004, section 3.1.5; slope eᵃ");
    }
}
