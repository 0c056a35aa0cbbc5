using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// Greatest entry along an axis, or of all: <c>r = max_i a_i</c>; NaN if any is. Linearisation: the tangent at the first index of the greatest entry.
/// </summary>
/// <param name="Axis">The axis, outermost 0; nothing for all entries.</param>
public sealed record Max(int? Axis) : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "max";

    /// <inheritdoc/>
    public override string Formula => "r = max_i a[i], i along the axis, or over all entries";

    /// <inheritdoc/>
    public override string Attributes => Axis is int axis ? $"axis {axis}" : "";

    private protected override bool GivesRows => false;

    private protected override int? AxisIn(Shape shape) => Axis;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        result[0] = double.NegativeInfinity;
        foreach (double entry in first)
        {
            result[0] = Math.Max(result[0], entry);
        }
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result) =>
        result[row.Index] = row.Stride == 1
            ? Reduction.Max(first.Slice(row.Start, row.Length))
            : first[row[Extremum.FirstGreatest(first, row.Start, row.Stride, row.Length)]];

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return SumOfRows(new FirstGreatest(Axis).Apply(at.Arguments[0]) * tangent);
    }

    /// <inheritdoc/>
    public override Kink? KinkAt(IReadOnlyList<Tensor<double>> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return Ties(arguments[0], greatest: true);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        bool isOne = RowLength(arguments[0].Shape) == 1;
        Curvature curvature = isOne ? Curvature.Affine : Curvature.Convex;
        return new(
            arguments[0].Range,
            isOne || arguments[0].Degree == 0 ? arguments[0].Degree : null,
            curvature,
            [new InArgument(curvature, Monotonicity.Nondecreasing, 1)],
            "Boyd & Vandenberghe 2004, section 3.1.5: the max function; |max u − max v| ≤ ‖u − v‖∞ ≤ ‖u − v‖₂");
    }
}
