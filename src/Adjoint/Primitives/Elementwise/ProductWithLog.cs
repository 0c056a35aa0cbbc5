using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Product with a logarithm entry by entry: <c>r = a log b</c>, and 0 where a is 0, whatever b is (0 log 0 = 0, as entropies need). Linear in a, with the adjoint
/// <c>g_a = ε log b</c>; in b the linearisation is <c>(a / b) t</c>, and 0 where a is 0.
/// </summary>
public sealed record ProductWithLog : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "xlogy";

    /// <inheritdoc/>
    public override string Formula => "r = a log b, and 0 where a is 0";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Linear : Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] == 0 ? arguments[0] : arguments[0] * Math.Log(arguments[1]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, ProductWithLogOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        if (argument == 0)
        {
            return Apply(tangent, at.Arguments[1]);
        }

        // Where a is 0 the divisor is 1: a quotient 0/0 would be NaN, and stay NaN however it is masked afterwards.
        Expr a = at.Arguments[0];
        return a / Expressions.Where(a, at.Arguments[1], new Constant(1)) * tangent;
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0 ? Apply(cotangent, at.Arguments[1]) : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval factor = arguments[0].Range, of = arguments[1].Range;
        Interval logs = new Interval(Math.Max(of.Lower, double.Epsilon), Math.Max(of.Upper, double.Epsilon)).Mapped(Math.Log);
        Curvature curvature = factor == Interval.Point(0) ? Curvature.Affine : factor.IsNonnegative ? Curvature.Concave : factor.IsNonpositive ? Curvature.Convex : Curvature.Unknown;
        Monotonicity slope = factor.IsNonnegative ? Monotonicity.Nondecreasing : factor.IsNonpositive ? Monotonicity.Nonincreasing : Monotonicity.Unknown;
        double steepest = factor == Interval.Point(0) ? 0 : of.Lower > 0 ? factor.Magnitude / of.Lower * (1 + 1e-15) : double.PositiveInfinity;
        return new(
            factor * logs,
            factor == Interval.Point(0) ? 0 : arguments[1].Degree == 0 ? arguments[0].Degree : null,
            Curvature.Unknown,
            [InArgument.LinearWith(logs, logs.Magnitude), new InArgument(curvature, slope, double.IsNaN(steepest) ? double.PositiveInfinity : steepest, factor == Interval.Point(0) ? Interval.Reals : Interval.Positive)],
            "Boyd & Vandenberghe 2004, section 3.1.5: log is concave; slope a/b");
    }
}
