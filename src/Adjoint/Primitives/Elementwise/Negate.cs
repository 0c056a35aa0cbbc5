using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Negative: <c>r = −a</c>. Self-adjoint: <c>g_a = −ε</c>.</summary>
public sealed record Negate : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "negate";

    /// <inheritdoc/>
    public override string Formula => "r = −a";

    /// <inheritdoc/>
    public override int Arity => 1;

    internal override Notation Notation => Notation.Prefix;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => -arguments[0];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, NegateOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent) => Apply(cotangent);

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return new(-arguments[0].Range, arguments[0].Degree, Curvature.Affine, [InArgument.LinearWith(Interval.Point(-1), 1)], "an isometry");
    }
}
