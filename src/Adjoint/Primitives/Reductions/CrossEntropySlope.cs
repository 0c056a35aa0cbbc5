using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// The gradient of a row's cross-entropy in its logits along the last axis: <c>r = (Σ y) softmax(z) − y</c>. The target's entry is computed as minus what the other classes
/// hold, so that it keeps its digits where the softmax is close to 1. Linear in y, with the adjoint <c>g_y = ⟨softmax(z), ε⟩ − ε</c>; in z the linearisation is
/// <c>(Σ y) p ⊙ (t − ⟨p, t⟩)</c>, p = softmax(z).
/// </summary>
public sealed record CrossEntropySlope : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "crossentropyslope";

    /// <inheritdoc/>
    public override string Formula => "r[i] = (Σ_k b[k]) · softmax(a)[i] − b[i], i and k along the last axis";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Nonlinear : Dependence.Linear;

    private protected override bool GivesRows => true;

    private protected override int? AxisIn(Shape shape) => shape.Rank - 1;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        double greatest = double.NegativeInfinity, sum = 0, total = 0;
        foreach (double entry in first)
        {
            greatest = Math.Max(greatest, entry);
        }

        for (int i = 0; i < first.Length; i++)
        {
            sum += Math.Exp(first[i] - greatest);
            total += second[i];
        }

        for (int i = 0; i < first.Length; i++)
        {
            result[i] = (total * (Math.Exp(first[i] - greatest) / sum)) - second[i];
        }
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result)
    {
        if (row.Length == 0)
        {
            return;
        }

        ExponentialSum sum = ExponentialSum.Of(first, row.Start, row.Stride, row.Length);
        double total = 0;
        for (int i = 0; i < row.Length; i++)
        {
            total += double.CreateTruncating(second[row[i]]);
        }

        // With p the share: total · p − y = (total − y) p − y (1 − p), where 1 − p is the share of the others.
        for (int i = 0; i < row.Length; i++)
        {
            double logit = double.CreateTruncating(first[row[i]]), target = double.CreateTruncating(second[row[i]]);
            result[row[i]] = T.CreateTruncating(((total - target) * sum.Share(logit)) - (target * sum.ShareOfOthers(i, logit)));
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

        Expr share = Expressions.Softmax(at.Arguments[0]);
        Expr moved = share * (tangent - AlongRows(SumOfRows(share * tangent), at.Shape));
        return AlongRows(SumOfRows(at.Arguments[1]), at.Shape) * moved;
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 1
            ? AlongRows(SumOfRows(Expressions.Softmax(at.Arguments[0]) * cotangent), at.Shape) - cotangent
            : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval target = arguments[1].Range;
        int length = RowLength(arguments[0].Shape);
        double total = length * target.Magnitude * (1 + 1e-14);
        return new(
            (target * Interval.Unit).Sum(length, length) - target,
            target == Interval.Point(0) ? 0 : arguments[0].Degree == 0 ? arguments[1].Degree : null,
            Curvature.Unknown,
            [
                new InArgument(Curvature.Unknown, Monotonicity.Unknown, total == 0 ? 0 : total / 2),
                InArgument.LinearWith(Interval.Reals, length <= 1 ? 0 : Math.Sqrt(length) * (1 + 1e-14)),
            ],
            "Σ|y| times the Lipschitz bound ½ of the softmax; the map I − p 1ᵀ of the targets is a projection, of norm ‖1‖ ‖p‖ ≤ √n");
    }
}
