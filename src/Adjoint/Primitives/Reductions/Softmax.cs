using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// Softmax along an axis: <c>r_i = e^(a_i) / Σ_j e^(a_j)</c>, with the greatest entry taken out of every exponent. Linearisation: <c>r ⊙ (t − ⟨r, t⟩)</c>
/// (<see cref="SoftmaxDeviation"/>).
/// </summary>
/// <param name="Axis">The axis, outermost 0.</param>
public sealed record Softmax(int Axis) : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override string Formula => "r[i] = e^(a[i]) / Σ_k e^(a[k]), i and k along the axis";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    private protected override bool GivesRows => true;

    private protected override int? AxisIn(Shape shape) => Axis;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        ReferenceRow.Shares(first).CopyTo(result);
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
            result[row[i]] = T.CreateTruncating(sum.Share(double.CreateTruncating(first[row[i]])));
        }
    }

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return at * new SoftmaxDeviation(Axis).Apply(at.Arguments[0], tangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        return PrimitiveFacts.Nonpolynomial(
            arguments[0],
            Interval.Unit,
            Curvature.Unknown,
            Monotonicity.Unknown,
            0.5,
            "Gershgorin 1931: a row of the Jacobian diag(r) − r rᵀ has the absolute sum 2r(1 − r) ≤ ½");
    }
}
