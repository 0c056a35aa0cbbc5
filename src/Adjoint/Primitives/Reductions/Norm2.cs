using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// Euclidean norm of all entries: <c>r = √Σ a²</c>, scaled where the squares would overflow or vanish. Linearisation: <c>⟨a, t⟩ / r</c>, and 0 at a = 0.
/// </summary>
public sealed record Norm2 : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "norm2";

    /// <inheritdoc/>
    public override string Formula => "r = √(Σ_i a[i]²) over all entries";

    private protected override bool GivesRows => false;

    private protected override bool AllowsEmptyRows => true;

    private protected override int? AxisIn(Shape shape) => null;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        double largest = 0, sum = 0;
        foreach (double entry in first)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        foreach (double entry in first)
        {
            double scaled = largest > 0 && double.IsFinite(largest) ? entry / largest : entry;
            sum += scaled * scaled;
        }

        result[0] = largest > 0 && double.IsFinite(largest) ? largest * Math.Sqrt(sum) : Math.Sqrt(sum);
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result)
    {
        T sum = Reduction.SumOfSquares(first);
        if (T.IsFinite(sum) && sum > Harmless<T>())
        {
            result[0] = T.Sqrt(sum);
            return;
        }

        // Squares overflowed or lost digits below the smallest normal number: once more, with the largest entry taken out.
        T largest = T.Zero;
        foreach (T entry in first)
        {
            largest = T.Max(largest, T.Abs(entry));
        }

        if (largest == T.Zero || !T.IsFinite(largest))
        {
            result[0] = largest;
            return;
        }

        double scaled = 0;
        foreach (T entry in first)
        {
            double part = double.CreateTruncating(entry) / double.CreateTruncating(largest);
            scaled += part * part;
        }

        result[0] = T.CreateTruncating(double.CreateTruncating(largest) * Math.Sqrt(scaled));
    }

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        // At a = 0 the norm is 0; a divisor of 1 there makes the quotient 0.
        Expr norm = at, divisor = norm + (1 - Expressions.GreaterThan(norm, new Constant(0)));
        return SumOfRows(at.Arguments[0] / AlongRows(divisor, at.Arguments[0].Shape) * tangent);
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return arguments[0].Span.ContainsAnyExcept(0) || arguments[0].Span.IsEmpty ? null : new Kink(1, "where all entries are 0 the derivative 0 is taken");
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        Monotonicity slope = range.IsNonnegative ? Monotonicity.Nondecreasing : range.IsNonpositive ? Monotonicity.Nonincreasing : Monotonicity.Unknown;
        double least = range.Lower <= 0 && range.Upper >= 0 ? 0 : Math.Min(Math.Abs(range.Lower), Math.Abs(range.Upper)), root = Math.Sqrt(arguments[0].Shape.Size);
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            arguments[0].Shape.Size == 0 ? Interval.Point(0) : new Interval(least, range.Magnitude).Mapped(size => root * size),
            Curvature.Convex,
            slope,
            1,
            "Boyd & Vandenberghe 2004, section 3.1.5: a norm is convex; the triangle inequality");
    }

    /// <summary>Sums of squares above this have lost nothing to numbers below the smallest normal one.</summary>
    private static T Harmless<T>()
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T> => T.CreateTruncating(typeof(T) == typeof(float) ? 1e-24 : 1e-270);
}
