using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Rectifier: <c>r = max(a, 0)</c>. Linearisation: t where r &gt; 0 and 0 elsewhere, so that the derivative at the kink is 0.
/// NaN stays NaN.
/// </summary>
public sealed record Relu : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "relu";

    /// <inheritdoc/>
    public override string Formula => "r = max(a, 0)";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Math.Max(arguments[0], 0);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, ReluOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent) => new Gate().Apply(tangent, at);

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
        Curvature curvature = range.IsNonnegative || range.IsNonpositive ? Curvature.Affine : Curvature.Convex;
        return new(
            new(Math.Max(range.Lower, 0), Math.Max(range.Upper, 0)),
            range.IsNonpositive ? 0 : range.IsNonnegative ? arguments[0].Degree : arguments[0].Degree == 0 ? 0 : null,
            curvature,
            [new InArgument(curvature, Monotonicity.Nondecreasing, range.IsNonpositive ? 0 : 1)],
            "Boyd & Vandenberghe 2004, section 3.2.3: a pointwise maximum of affine functions is convex");
    }
}
