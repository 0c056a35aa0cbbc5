using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// The greater of two, entry by entry: <c>r = max(a, b)</c>; NaN if either is. Linearisation: the tangent of the one that is taken; that of a where they are equal.
/// </summary>
public sealed record Maximum : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "maximum";

    /// <inheritdoc/>
    public override string Formula => "r = max(a, b)";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Max(arguments[0], arguments[1]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, MaxOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        Expr second = new GreaterThan().Apply(at.Arguments[1], at.Arguments[0]);
        return new Gate().Apply(tangent, argument == 1 ? second : 1 - second);
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Kink.WhereEqual(arguments[0], arguments[1], "where both are equal the derivative of the first is taken");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval left = arguments[0].Range, right = arguments[1].Range;
        bool first = left.Lower >= right.Upper, second = right.Lower >= left.Upper;
        Curvature curvature = first || second ? Curvature.Affine : Curvature.Convex;
        return new(
            new(Math.Max(left.Lower, right.Lower), Math.Max(left.Upper, right.Upper)),
            first ? arguments[0].Degree : second ? arguments[1].Degree : arguments[0].Degree == 0 && arguments[1].Degree == 0 ? 0 : null,
            curvature,
            [new InArgument(curvature, Monotonicity.Nondecreasing, second ? 0 : 1), new InArgument(curvature, Monotonicity.Nondecreasing, first ? 0 : 1)],
            "Boyd & Vandenberghe 2004, section 3.2.3: pointwise maximum");
    }
}
