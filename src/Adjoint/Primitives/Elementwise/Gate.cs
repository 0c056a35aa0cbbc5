using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Lets a pass where b is positive: <c>r = a where b &gt; 0, else 0</c>. For fixed b it is a diagonal projection, linear in a
/// and self-adjoint: <c>g_a = gate(ε, b)</c>. In b it is locally constant. It is what a rectifier becomes when linearised.
/// </summary>
public sealed record Gate : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "gate";

    /// <inheritdoc/>
    public override string Formula => "r = a where b > 0, else 0";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Linear : Dependence.LocallyConstant;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[1] > 0 ? arguments[0] : 0;

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, GateOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0 ? Apply(cotangent, at.Arguments[1]) : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Kink.Where(arguments[1], entry => entry == 0, "where the gate is 0 it counts as closed, and the derivative in it is taken as 0");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval passed = arguments[0].Range;
        Interval gate = arguments[1].Range;
        bool open = gate.Lower > 0, closed = gate.IsNonpositive;
        Interval range = open ? passed : closed ? Interval.Point(0) : passed.Hull(Interval.Point(0));
        bool fixedGate = open || closed || passed == Interval.Point(0);
        return new(
            range,
            closed ? 0 : open || arguments[1].Degree == 0 ? arguments[0].Degree : null,
            fixedGate ? Curvature.Affine : Curvature.Unknown,
            [
                InArgument.LinearWith(closed ? Interval.Point(0) : Interval.Unit, closed ? 0 : 1),
                new InArgument(
                    fixedGate ? Curvature.Affine : Curvature.Unknown,
                    fixedGate || passed.IsNonnegative ? Monotonicity.Nondecreasing : passed.IsNonpositive ? Monotonicity.Nonincreasing : Monotonicity.Unknown,
                    fixedGate ? 0 : double.PositiveInfinity),
            ],
            "a diagonal matrix of zeros and ones");
    }
}
