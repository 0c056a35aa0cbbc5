using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Softplus entry by entry: <c>r = log(1 + eᵃ)</c>, computed as max(a, 0) + log(1 + e^(−|a|)), which neither overflows nor cancels. Linearisation: <c>σ(a) ⊙ t</c>.</summary>
public sealed record Softplus : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "logistic";

    /// <inheritdoc/>
    public override string Formula => "r = log(1 + eᵃ)";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Value(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, SoftplusOperator<T>>(first, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new Sigmoid().Apply(at.Arguments[0]) * tangent;
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0], range.Mapped(Value), Curvature.Convex, Monotonicity.Nondecreasing, ScalarFunctions.Sigmoid(range.Upper), "Boyd & Vandenberghe 2004, section 3.1.5: log-sum-exp of 0 and a; slope σ(a)");
    }

    private static double Value(double a) => Math.Max(a, 0) + ScalarFunctions.LogOnePlus(Math.Exp(-Math.Abs(a)));
}
