using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Product entry by entry: <c>r = a ⊙ b</c>, bilinear. Adjoints: <c>g_a = ε ⊙ b</c>, <c>g_b = ε ⊙ a</c>.</summary>
public sealed record Multiply : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "multiply";

    /// <inheritdoc/>
    public override string Formula => "r = a · b";

    /// <inheritdoc/>
    public override int Arity => 2;

    internal override Notation Notation => Notation.Multiplicative("*", associative: true);

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Linear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] * arguments[1];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, MultiplyOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Apply(cotangent, at.Arguments[1 - argument]);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval left = arguments[0].Range, right = arguments[1].Range;
        return new(
            left * right,
            Degrees.Product(arguments),
            Curvature.Unknown,
            [InArgument.LinearWith(right, right.Magnitude), InArgument.LinearWith(left, left.Magnitude)],
            "a diagonal matrix in each argument");
    }
}
