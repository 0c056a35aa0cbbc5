using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// Marks the first greatest entry along an axis, or of all: 1 there and 0 elsewhere. A NaN counts as greatest. Locally constant: it is what a maximum becomes when linearised.
/// </summary>
/// <param name="Axis">The axis, outermost 0; nothing for all entries.</param>
public sealed record FirstGreatest(int? Axis) : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "firstgreatest";

    /// <inheritdoc/>
    public override string Formula => "r[i] = 1 where a[i] is the first greatest entry along the axis, or of all, else 0";

    /// <inheritdoc/>
    public override string Attributes => Axis is int axis ? $"axis {axis}" : "";

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => Dependence.LocallyConstant;

    private protected override bool GivesRows => true;

    private protected override int? AxisIn(Shape shape) => Axis;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        result.Clear();
        int place = 0;
        for (int i = 1; i < first.Length; i++)
        {
            place = first[i] > first[place] || (double.IsNaN(first[i]) && !double.IsNaN(first[place])) ? i : place;
        }

        if (!result.IsEmpty)
        {
            result[place] = 1;
        }
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result)
    {
        for (int i = 0; i < row.Length; i++)
        {
            result[row[i]] = T.Zero;
        }

        if (row.Length > 0)
        {
            result[row[Extremum.FirstGreatest(first, row.Start, row.Stride, row.Length)]] = T.One;
        }
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
        return new(
            isOne ? Interval.Point(1) : Interval.Unit,
            isOne || arguments[0].Degree == 0 ? 0 : null,
            isOne ? Curvature.Affine : Curvature.Unknown,
            [new InArgument(isOne ? Curvature.Affine : Curvature.Unknown, isOne ? Monotonicity.Nondecreasing : Monotonicity.Unknown, isOne ? 0 : double.PositiveInfinity)],
            "a row of zeros and one 1");
    }
}
