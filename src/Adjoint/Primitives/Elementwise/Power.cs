using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Elementwise;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Elementwise;

/// <summary>
/// Power with a constant exponent, entry by entry: <c>r = aᵖ</c>. Linearisation: <c>p aᵖ⁻¹ ⊙ t</c>. A whole p takes any a (0 only where p ≥ 0); another p takes a ≥ 0, and gives NaN below.
/// </summary>
/// <param name="Exponent">p, a finite number.</param>
public sealed record Power(double Exponent) : ElementwisePrimitive
{
    /// <summary>p, a finite number.</summary>
    public double Exponent { get; } = double.IsFinite(Exponent)
        ? Exponent
        : throw new ArgumentOutOfRangeException(nameof(Exponent), Exponent, "The exponent of a power must be a finite number.");

    /// <inheritdoc/>
    public override string Name => "power";

    /// <inheritdoc/>
    public override string Formula => "r = aᵖ, p being the exponent";

    /// <inheritdoc/>
    public override int Arity => 1;

    /// <inheritdoc/>
    public override string Attributes => $"exponent {Exponent.ToString("R", System.Globalization.CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Exponent == 0 ? Dependence.LocallyConstant : Dependence.Nonlinear;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> arguments) => Exponent != Math.Floor(Exponent) && arguments[0] < 0 ? double.NaN : Math.Pow(arguments[0], Exponent);

    /// <inheritdoc/>
    public override void ApplyBlock<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Span<T> result) =>
        PowerLoops.Apply(first, Exponent, result);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return Exponent == 1 ? tangent : Exponent == 2 ? 2 * at.Arguments[0] * tangent : Exponent * new Power(Exponent - 1).Apply(at.Arguments[0]) * tangent;
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Exponent is > 0 and < 1 ? Kink.Where(arguments[0], entry => entry == 0, "at 0 the derivative is infinite") : null;
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        bool isWhole = Exponent == Math.Floor(Exponent), isEven = isWhole && Math.IEEERemainder(Exponent, 2) == 0;
        Interval domain = isWhole ? Interval.Reals : Exponent > 0 ? Interval.Nonnegative : Interval.Positive;
        bool right = range.IsNonnegative || !isWhole, left = !right && range.IsNonpositive;
        Curvature curvature = Bend(isEven, right, left);
        Monotonicity slope = Exponent == 0 ? Monotonicity.Nondecreasing : Slope(isEven, right, left);
        Interval within = isWhole ? range : new(Math.Max(range.Lower, domain.Lower), Math.Max(range.Upper, domain.Lower));
        bool hasPole = isWhole && Exponent < 0;
        InArgument own = new(curvature, slope, Steepest(within), domain);
        return new(
            Range(within, isEven),
            Exponent == 0 ? 0 : isWhole && Exponent > 0 && Exponent <= 64 ? arguments[0].Degree * (int)Exponent : arguments[0].Degree == 0 ? 0 : null,
            curvature,
            [hasPole ? own.WithPoleAt0(range) : own],
            "Boyd & Vandenberghe 2004, section 3.1.5: aᵖ on a > 0 is convex for p ≥ 1 or p ≤ 0 and concave between; a whole p mirrors it to a < 0");
    }

    private Curvature Bend(bool isEven, bool right, bool left)
    {
        if (Exponent is 0 or 1)
        {
            return Curvature.Affine;
        }

        bool bowl = Exponent > 1 || Exponent < 0;
        return right ? (bowl ? Curvature.Convex : Curvature.Concave)
            : left ? (isEven ? Curvature.Convex : Curvature.Concave)
            : isEven && Exponent > 0 ? Curvature.Convex : Curvature.Unknown;
    }

    private Monotonicity Slope(bool isEven, bool right, bool left)
    {
        Monotonicity outward = Exponent > 0 ? Monotonicity.Nondecreasing : Monotonicity.Nonincreasing;
        Monotonicity inward = Exponent > 0 ? Monotonicity.Nonincreasing : Monotonicity.Nondecreasing;
        return right ? outward : left ? (isEven ? inward : outward) : !isEven && Exponent > 0 ? outward : Monotonicity.Unknown;
    }

    private Interval Range(Interval range, bool isEven)
    {
        double exponent = Exponent;
        if (exponent < 0)
        {
            return range.Lower < 0 && range.Upper > 0 ? (isEven ? Interval.Nonnegative : Interval.Reals) : new Power(-exponent).Range(range, isEven).Reciprocal();
        }

        double least = range.Lower <= 0 && range.Upper >= 0 ? 0 : Math.Min(Math.Abs(range.Lower), Math.Abs(range.Upper));
        return exponent == 0 ? Interval.Point(1)
            : isEven ? new Interval(least, range.Magnitude).Mapped(size => Math.Pow(size, exponent))
            : range.Mapped(a => Math.Pow(a, exponent));
    }

    // |p| |a|ᵖ⁻¹ at the place of the range where it is largest.
    private double Steepest(Interval range)
    {
        double far = range.Magnitude, near = range.Lower <= 0 && range.Upper >= 0 ? 0 : Math.Min(Math.Abs(range.Lower), Math.Abs(range.Upper));
        return Exponent == 0 ? 0 : Exponent == 1 ? 1 : Math.Abs(Exponent) * Math.Pow(Exponent > 1 ? far : near, Exponent - 1) * (1 + 1e-14);
    }
}
