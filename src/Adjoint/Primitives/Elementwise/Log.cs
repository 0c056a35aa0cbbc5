using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Natural logarithm entry by entry: <c>r = log a</c>. Linearisation: <c>t / a</c>. −∞ at 0, NaN where a is negative.</summary>
public sealed record Log : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "log";

    /// <inheritdoc/>
    public override string Formula => "r = log a, to the base e";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Log(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, LogOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return tangent / at.Arguments[0];
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            new Interval(Math.Max(range.Lower, double.Epsilon), Math.Max(range.Upper, double.Epsilon)).Mapped(Math.Log),
            Curvature.Concave,
            Monotonicity.Nondecreasing,
            range.Lower > 0 ? 1 / range.Lower : double.PositiveInfinity,
            "Boyd & Vandenberghe 2004, section 3.1.5; slope 1/a",
            Interval.Positive);
    }
}
