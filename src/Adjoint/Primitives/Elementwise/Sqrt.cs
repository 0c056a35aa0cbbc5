using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Square root entry by entry: <c>r = √a</c>. Linearisation: <c>t / (2 r)</c>, infinite at 0 (and NaN there in the direction 0). NaN where a is negative.
/// </summary>
public sealed record Sqrt : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "sqrt";

    /// <inheritdoc/>
    public override string Formula => "r = √a";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Sqrt(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, SqrtOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent) => tangent / (2 * (Expr)at);

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Kink.Where(arguments[0], entry => entry == 0, "at 0 the derivative is infinite");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            new Interval(Math.Max(0, range.Lower), Math.Max(0, range.Upper)).Mapped(Math.Sqrt),
            Curvature.Concave,
            Monotonicity.Nondecreasing,
            range.Lower > 0 ? 0.5 / Math.Sqrt(range.Lower) : double.PositiveInfinity,
            "Boyd & Vandenberghe 2004, section 3.1.5: powers from 0 to 1 are concave on a ≥ 0; slope 1/(2√a)",
            Interval.Nonnegative);
    }
}
