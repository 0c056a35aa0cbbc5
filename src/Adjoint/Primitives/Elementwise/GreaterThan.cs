using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Comparison entry by entry: <c>r = 1 where a &gt; b, else 0</c>, also where either is NaN. Locally constant in both.</summary>
public sealed record GreaterThan : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "greater";

    /// <inheritdoc/>
    public override string Formula => "r = 1 where a > b, else 0";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] > arguments[1] ? 1 : 0;

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, GreaterThanOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Kink.WhereEqual(arguments[0], arguments[1], "at its jump, where both are equal, the derivative 0 is taken");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval left = arguments[0].Range, right = arguments[1].Range;
        bool always = left.Lower > right.Upper, never = left.Upper <= right.Lower, isFixed = always || never;
        Curvature curvature = isFixed ? Curvature.Affine : Curvature.Unknown;
        double steepest = isFixed ? 0 : double.PositiveInfinity;
        return new(
            always ? Interval.Point(1) : never ? Interval.Point(0) : Interval.Unit,
            isFixed || (arguments[0].Degree == 0 && arguments[1].Degree == 0) ? 0 : null,
            curvature,
            [new InArgument(curvature, Monotonicity.Nondecreasing, steepest), new InArgument(curvature, Monotonicity.Nonincreasing, steepest)],
            "a step of a − b at 0");
    }
}
