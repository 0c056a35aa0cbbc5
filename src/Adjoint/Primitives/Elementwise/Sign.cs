using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Sign entry by entry: 1 above zero, −1 below, and zero at zero. Locally constant: it is what an absolute value becomes when linearised. NaN stays NaN.</summary>
public sealed record Sign : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "sign";

    /// <inheritdoc/>
    public override string Formula => "r = 1 where a > 0, −1 where a < 0, else 0";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] > 0 ? 1 : arguments[0] < 0 ? -1 : arguments[0];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, SignOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Kink.Where(arguments[0], entry => entry == 0, "at its jump at 0 the derivative 0 is taken");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        bool isFixed = range.Lower > 0 || range.Upper < 0 || range == Interval.Point(0);
        Curvature curvature = isFixed ? Curvature.Affine : range.IsNonpositive ? Curvature.Convex : range.IsNonnegative ? Curvature.Concave : Curvature.Unknown;
        return new(
            new(range.Lower > 0 ? 1 : range.Lower == 0 ? 0 : -1, range.Upper > 0 ? 1 : range.Upper == 0 ? 0 : -1),
            isFixed || arguments[0].Degree == 0 ? 0 : null,
            curvature,
            [new InArgument(curvature, Monotonicity.Nondecreasing, isFixed ? 0 : double.PositiveInfinity)],
            "a step at 0: on a ≤ 0 the largest value is at the end, on a ≥ 0 the smallest");
    }
}
