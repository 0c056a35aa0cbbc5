using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Square entry by entry: <c>r = a²</c>. Linearisation: <c>2 a ⊙ t</c>.</summary>
public sealed record Square : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "square";

    /// <inheritdoc/>
    public override string Formula => "r = a²";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] * arguments[0];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, SquareOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return 2 * at.Arguments[0] * tangent;
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        Monotonicity slope = range.IsNonnegative ? Monotonicity.Nondecreasing : range.IsNonpositive ? Monotonicity.Nonincreasing : Monotonicity.Unknown;
        return new(
            range.Squared(),
            arguments[0].Degree * 2,
            Curvature.Convex,
            [new InArgument(Curvature.Convex, slope, 2 * range.Magnitude)],
            "second derivative 2 > 0; slope 2|a|");
    }
}
