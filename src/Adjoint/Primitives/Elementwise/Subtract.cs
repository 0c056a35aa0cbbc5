using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Difference: <c>r = a − b</c>. Adjoint: <c>g_a = ε</c>, <c>g_b = −ε</c>.</summary>
public sealed record Subtract : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "subtract";

    /// <inheritdoc/>
    public override string Formula => "r = a − b";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override bool IsJointlyLinear => true;

    internal override Notation Notation => Notation.Additive("-", associative: false);

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] - arguments[1];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, SubtractOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent) => argument == 0 ? tangent : new Negate().Apply(tangent);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => argument == 0 ? cotangent : new Negate().Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new(
            arguments[0].Range - arguments[1].Range,
            Degrees.Sum(arguments),
            Curvature.Affine,
            [InArgument.LinearWith(Interval.Point(1), 1), InArgument.LinearWith(Interval.Point(-1), 1)],
            "the identity less a constant, and the reverse");
    }
}
