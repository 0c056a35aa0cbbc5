using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Exponential linear unit entry by entry: <c>r = a where a &gt; 0, else α (eᵃ − 1)</c> (Clevert, Unterthiner and Hochreiter 2016). Linearisation: <c>t</c> where a &gt; 0, else <c>α eᵃ t</c>.
/// </summary>
/// <param name="Alpha">α, at least 0.</param>
public sealed record Elu(double Alpha) : ElementwisePrimitive
{
    /// <summary>α, at least 0.</summary>
    public double Alpha { get; } = Alpha >= 0 && double.IsFinite(Alpha)
        ? Alpha
        : throw new ArgumentOutOfRangeException(nameof(Alpha), Alpha, "The α of an exponential linear unit must be a finite number of at least 0.");

    /// <inheritdoc/>
    public override string Name => "elu";

    /// <inheritdoc/>
    public override string Formula => "r = a where a > 0, else α (eᵃ − 1)";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override string Attributes => $"α {Alpha.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] > 0 ? arguments[0] : Alpha * ScalarFunctions.ExpMinusOne(arguments[0]);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, EluOperator<T>>(first, T.CreateTruncating(Alpha), result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);

        // α e^min(a, 0) is α where a is positive: what is missing to 1 is gated in.
        Expr slope = Alpha * Expressions.Exp(Expressions.Minimum(at.Arguments[0], new Constant(0)));
        return Alpha == 1 ? slope * tangent : (slope * tangent) + ((1 - Alpha) * new Gate().Apply(tangent, at.Arguments[0]));
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Alpha == 1 ? null : Kink.Where(arguments[0], entry => entry == 0, "at 0 the derivative α of the side below is taken");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        bool right = range.IsNonnegative, left = range.IsNonpositive;
        Curvature curvature = right ? Curvature.Affine : left || Alpha <= 1 ? Curvature.Convex : Curvature.Unknown;
        double alpha = Alpha;
        return new(
            range.Mapped(a => a > 0 ? a : alpha * ScalarFunctions.ExpMinusOne(a)),
            right || arguments[0].Degree == 0 ? arguments[0].Degree : null,
            curvature,
            [new InArgument(curvature, Monotonicity.Nondecreasing, right ? 1 : left ? Alpha : Math.Max(1, Alpha))],
            "the slope α eᵃ grows to α at 0 and is 1 beyond, so it never falls where α ≤ 1");
    }
}
