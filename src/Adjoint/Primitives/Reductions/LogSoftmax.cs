using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// Logarithm of the softmax along an axis: <c>r_i = a_i − log Σ_j e^(a_j)</c>, right to all digits also where one entry wins by far and r is close to 0.
/// Linearisation: <c>t − ⟨softmax(a), t⟩</c> (<see cref="SoftmaxDeviation"/>).
/// </summary>
/// <param name="Axis">The axis, outermost 0.</param>
public sealed record LogSoftmax(int Axis) : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "logsoftmax";

    /// <inheritdoc/>
    public override string Formula => "r[i] = a[i] − log Σ_k e^(a[k]), i and k along the axis";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    private protected override bool GivesRows => true;

    private protected override int? AxisIn(Shape shape) => Axis;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        if (first.IsEmpty)
        {
            return;
        }

        (double greatest, double excess) = ReferenceRow.LogarithmOfSum(first);
        for (int i = 0; i < first.Length; i++)
        {
            result[i] = first[i] - greatest - excess;
        }
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result)
    {
        if (row.Length == 0)
        {
            return;
        }

        ExponentialSum sum = ExponentialSum.Of(first, row.Start, row.Stride, row.Length);
        for (int i = 0; i < row.Length; i++)
        {
            result[row[i]] = T.CreateTruncating(-sum.Above(double.CreateTruncating(first[row[i]])));
        }
    }

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return new SoftmaxDeviation(Axis).Apply(at.Arguments[0], tangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval range = arguments[0].Range;
        int length = RowLength(arguments[0].Shape);
        double entropy = Math.Log(Math.Max(1, length));
        Interval spread = range - range;
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            new(new Interval(spread.Lower, 0).Mapped(a => a - entropy).Lower, 0),
            Curvature.Concave,
            Monotonicity.Unknown,
            length <= 1 ? 0 : Math.Sqrt(length),
            "Boyd & Vandenberghe 2004, section 3.1.5: linear less the convex log-sum-exp; the Jacobian I − 1 rᵀ is a projection, of norm ‖1‖ ‖r‖ ≤ √n");
    }
}
