using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// How far the entries of rows deviate from their mean under the softmax of logits along an axis: <c>r = b − ⟨softmax(z), b⟩</c>, the derivative of the logarithm of the softmax.
/// Computed as <c>r_i = (b_i − b_w) − Σ_{j≠w} p_j (b_j − b_w)</c>, w being the class that wins, so that r_w keeps its digits where the softmax p is close to 1 there. Linear in b, with the
/// adjoint <c>g_b = ε − (Σ ε) p</c> (minus <see cref="CrossEntropySlope"/>); in z the linearisation is <c>−⟨p ⊙ (t − ⟨p, t⟩), b⟩</c> in every entry.
/// </summary>
/// <param name="Axis">The axis, outermost 0.</param>
public sealed record SoftmaxDeviation(int Axis) : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "softmaxdeviation";

    /// <inheritdoc/>
    public override string Formula => "r[i] = b[i] − Σ_k softmax(a)[k] · b[k], i and k along the axis";

    /// <inheritdoc/>
    public override string Attributes => $"axis {Axis}";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Nonlinear : Dependence.Linear;

    private protected override bool GivesRows => true;

    private protected override int? AxisIn(Shape shape) => Axis;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        double[] shares = ReferenceRow.Shares(first);
        for (int i = 0; i < first.Length; i++)
        {
            result[i] = 0;
            for (int j = 0; j < first.Length; j++)
            {
                result[i] += j == i ? 0 : shares[j] * (second[i] - second[j]);
            }
        }
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result)
    {
        if (row.Length == 0)
        {
            return;
        }

        ExponentialSum sum = ExponentialSum.Of(first, row.Start, row.Stride, row.Length);
        double winner = double.CreateTruncating(second[row[sum.Winner]]), mean = 0;
        for (int i = 0; i < row.Length; i++)
        {
            mean += i == sum.Winner ? 0 : sum.Share(double.CreateTruncating(first[row[i]])) * (double.CreateTruncating(second[row[i]]) - winner);
        }

        for (int i = 0; i < row.Length; i++)
        {
            result[row[i]] = T.CreateTruncating(double.CreateTruncating(second[row[i]]) - winner - mean);
        }
    }

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        if (argument == 1)
        {
            return Apply(at.Arguments[0], tangent);
        }

        Expr moved = new Softmax(Axis).Apply(at.Arguments[0]) * Apply(at.Arguments[0], tangent);
        return -AlongRows(SumOfRows(moved * at.Arguments[1]), at.Shape);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 1 ? -new CrossEntropySlope(Axis).Apply(at.Arguments[0], cotangent) : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval values = arguments[1].Range;
        int length = RowLength(arguments[0].Shape);
        double steepest = values == Interval.Point(0) || length <= 1 ? 0 : length * values.Magnitude / 2 * (1 + 1e-14);
        return new(
            length <= 1 ? Interval.Point(0) : values - values,
            values == Interval.Point(0) ? 0 : arguments[0].Degree == 0 ? arguments[1].Degree : null,
            Curvature.Unknown,
            [
                new InArgument(Curvature.Unknown, Monotonicity.Unknown, steepest),
                InArgument.LinearWith(Interval.Reals, length <= 1 ? 0 : Math.Sqrt(length) * (1 + 1e-14)),
            ],
            "The map I − 1 pᵀ is a projection, of norm ‖1‖ ‖p‖ ≤ √n; in the logits ‖1‖ ‖b‖ ≤ n |b| times the Lipschitz bound ½ of the softmax");
    }
}
