using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// Log-sum-exp along an axis: <c>r = log Σ_i e^(a_i)</c>, computed as the greatest entry plus log(1 + what the others add), so that it neither overflows nor loses digits.
/// Linearisation: <c>⟨softmax(a), t⟩</c>.
/// </summary>
/// <param name="Axis">The axis, outermost 0.</param>
public sealed record LogSumExp(int Axis) : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "logsumexp";

    /// <inheritdoc/>
    public override string Formula => "r = log Σ_i e^(a[i]), i along the axis";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    private protected override bool GivesRows => false;

    private protected override int? AxisIn(Shape shape) => Axis;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        (double greatest, double excess) = ReferenceRow.LogarithmOfSum(first);
        result[0] = double.IsInfinity(greatest) ? greatest : greatest + excess;
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result) =>
        result[row.Index] = T.CreateTruncating(ExponentialSum.Of(first, row.Start, row.Stride, row.Length).Logarithm);

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return SumOfRows(new Softmax(Axis).Apply(at.Arguments[0]) * tangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        double entropy = Math.Log(Math.Max(1, RowLength(arguments[0].Shape)));
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            arguments[0].Range.Mapped(a => a + entropy),
            Curvature.Convex,
            Monotonicity.Nondecreasing,
            1,
            "Boyd & Vandenberghe 2004, section 3.1.5: log-sum-exp is convex; its gradient is a probability vector, of norm at most 1");
    }
}
