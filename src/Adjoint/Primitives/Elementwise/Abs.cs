using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Absolute value entry by entry: <c>r = |a|</c>. Linearisation: <c>sign(a) ⊙ t</c>, so that the derivative at the kink is 0.</summary>
public sealed record Abs : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "abs";

    /// <inheritdoc/>
    public override string Formula => "r = |a|";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Abs(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, AbsOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Sign().Apply(at.Arguments[0]) * tangent;
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Kink.Where(arguments[0], entry => entry == 0, "at 0 the derivative 0 is taken");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        bool oneSided = range.IsNonnegative || range.IsNonpositive;
        Curvature curvature = oneSided ? Curvature.Affine : Curvature.Convex;
        Monotonicity slope = range.IsNonnegative ? Monotonicity.Nondecreasing : range.IsNonpositive ? Monotonicity.Nonincreasing : Monotonicity.Unknown;
        double least = oneSided ? Math.Min(Math.Abs(range.Lower), Math.Abs(range.Upper)) : 0;
        return new(
            new(least, range.Magnitude),
            oneSided || arguments[0].Degree == 0 ? arguments[0].Degree : null,
            curvature,
            [new InArgument(curvature, slope, 1)],
            "Boyd & Vandenberghe 2004, section 3.1.5: a norm is convex; the triangle inequality");
    }
}
