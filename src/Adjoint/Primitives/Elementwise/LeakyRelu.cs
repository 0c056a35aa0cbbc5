using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Leaky rectifier entry by entry: <c>r = a where a &gt; 0, else s a</c> (Maas, Hannun and Ng 2013). Linearisation: <c>s t + (1 − s) gate(t, a)</c>; at the kink
/// the derivative is s, that of the rectifier (s = 0) being 0.
/// </summary>
/// <param name="Slope">s, the slope below zero.</param>
public sealed record LeakyRelu(double Slope) : ElementwisePrimitive
{
    /// <summary>s, the slope below zero; finite.</summary>
    public double Slope { get; } = double.IsFinite(Slope)
        ? Slope
        : throw new ArgumentOutOfRangeException(nameof(Slope), Slope, "The slope of a leaky rectifier must be a finite number.");

    /// <inheritdoc/>
    public override string Name => "leakyrelu";

    /// <inheritdoc/>
    public override string Formula => "r = a where a > 0, else slope · a";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override string Attributes => $"slope {Slope.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => arguments[0] > 0 ? arguments[0] : Slope * arguments[0];

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        ElementwiseLoops.Apply<T, LeakyReluOperator<T>>(first, T.CreateTruncating(Slope), result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return (Slope * tangent) + ((1 - Slope) * new Gate().Apply(tangent, at.Arguments[0]));
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Slope == 1 ? null : Kink.Where(arguments[0], entry => entry == 0, "at 0 the slope below 0 is taken as derivative");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        bool right = range.IsNonnegative, left = range.IsNonpositive;
        Curvature curvature = right || left || Slope == 1 ? Curvature.Affine : Slope < 1 ? Curvature.Convex : Curvature.Concave;
        Monotonicity slope = right || Slope >= 0 ? Monotonicity.Nondecreasing : left ? Monotonicity.Nonincreasing : Monotonicity.Unknown;
        Interval above = new(Math.Max(0, range.Lower), Math.Max(0, range.Upper)), below = new Interval(Math.Min(0, range.Lower), Math.Min(0, range.Upper)) * Interval.Point(Slope);
        return new(
            right ? range : left ? below : above.Hull(below),
            curvature == Curvature.Affine || arguments[0].Degree == 0 ? arguments[0].Degree : null,
            curvature,
            [new InArgument(curvature, slope, right ? 1 : left ? Math.Abs(Slope) : Math.Max(1, Math.Abs(Slope)))],
            "Boyd & Vandenberghe 2004, section 3.2.3: max(a, s a) for s ≤ 1, min(a, s a) for s ≥ 1");
    }
}
