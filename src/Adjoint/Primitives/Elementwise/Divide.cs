using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Quotient entry by entry: <c>r = a / b</c>. Linear in a, with the adjoint <c>g_a = ε / b</c>; in b the linearisation is
/// <c>−(r / b) t</c>. Where b is 0 the result follows IEEE 754 (±∞ or NaN).
/// </summary>
public sealed record Divide : ElementwisePrimitive
{
    /// <inheritdoc/>
    public override string Name => "divide";

    /// <inheritdoc/>
    public override string Formula => "r = a / b";

    /// <inheritdoc/>
    public override int Arity => 2;

    internal override Notation Notation => Notation.Multiplicative("/", associative: false);

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Linear : Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] / arguments[1];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, DivideOperator<T>>(first, second, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0
            ? Apply(tangent, at.Arguments[1])
            : new Negate().Apply(new Multiply().Apply(Apply(at, at.Arguments[1]), tangent));
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0 ? Apply(cotangent, at.Arguments[1]) : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval numerator = arguments[0].Range, denominator = arguments[1].Range, reciprocal = denominator.Reciprocal();

        // On b > 0, 1/b is convex and falling; on b < 0 it is concave and falling. The sign of a turns both around.
        bool oneSided = denominator.IsNonnegative || denominator.IsNonpositive;
        bool sameSign = (numerator.IsNonnegative && denominator.IsNonnegative) || (numerator.IsNonpositive && denominator.IsNonpositive);
        bool otherSign = (numerator.IsNonnegative && denominator.IsNonpositive) || (numerator.IsNonpositive && denominator.IsNonnegative);
        Curvature bend = sameSign ? Curvature.Convex : otherSign ? Curvature.Concave : Curvature.Unknown;
        Monotonicity slope = !oneSided ? Monotonicity.Unknown
            : numerator.IsNonnegative ? Monotonicity.Nonincreasing
            : numerator.IsNonpositive ? Monotonicity.Nondecreasing : Monotonicity.Unknown;
        double steepest = reciprocal.Magnitude == 0 || numerator.Magnitude == 0 ? 0 : Math.BitIncrement(numerator.Magnitude * reciprocal.Magnitude * reciprocal.Magnitude);
        return new(
            numerator * reciprocal,
            arguments[1].Degree == 0 ? arguments[0].Degree : null,
            Curvature.Unknown,
            [
                InArgument.LinearWith(reciprocal, reciprocal.Magnitude),
                new InArgument(bend, slope, double.IsNaN(steepest) ? double.PositiveInfinity : steepest).WithPoleAt0(denominator),
            ],
            "Boyd & Vandenberghe 2004, section 3.1.5: powers x^a are convex on x > 0 for a ≤ 0");
    }
}
