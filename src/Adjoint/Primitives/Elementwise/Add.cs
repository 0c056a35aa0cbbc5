using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Sum: <c>r = a + b</c>. Adjoint: ε goes to both, <c>g_a = ε</c>, <c>g_b = ε</c>.</summary>
public sealed record Add : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "add";

    /// <inheritdoc/>
    public override string Formula => "r = a + b";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override bool IsJointlyLinear => true;

    internal override Notation Notation => Notation.Additive("+", associative: true);

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] + arguments[1];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, AddOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent) => tangent;

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => cotangent;

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        InArgument identity = InArgument.LinearWith(Interval.Point(1), 1);
        return new(arguments[0].Range + arguments[1].Range, Degrees.Sum(arguments), Curvature.Affine, [identity, identity], "sum of the identity and a constant");
    }
}
