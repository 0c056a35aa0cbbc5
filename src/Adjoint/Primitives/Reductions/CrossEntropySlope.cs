using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// The gradient of a row's cross-entropy in its logits along an axis: <c>r = (Σ y) softmax(z) − y</c>. Each entry is computed as what it gains of the other targets less what the other
/// classes hold of its own, <c>r_i = (Σ_{j≠i} y_j) p_i − y_i Σ_{j≠i} p_j</c>, so that it keeps its digits where the softmax is close to 1. Linear in y, with the adjoint
/// <c>g_y = ⟨p, ε⟩ − ε</c> (minus <see cref="SoftmaxDeviation"/>); in z the linearisation is <c>(Σ y) p ⊙ (t − ⟨p, t⟩)</c>, p = softmax(z).
/// </summary>
/// <param name="Axis">The axis, outermost 0.</param>
public sealed record CrossEntropySlope(int Axis) : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "crossentropyslope";

    /// <inheritdoc/>
    public override string Formula => "r[i] = (Σ_k b[k]) · softmax(a)[i] − b[i], i and k along the axis";

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
                result[i] += j == i ? 0 : (second[j] * shares[i]) - (second[i] * shares[j]);
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
        // The sum of all targets less one loses digits for the largest alone; and the winner's has to be right where its share is close to 1.
        double total = 0, largest = -1, withoutLargest = 0, withoutWinner = 0;
        int place = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double target = double.CreateTruncating(second[row[i]]);
            total += target;
            withoutWinner += i == sum.Winner ? 0 : target;
            if (Math.Abs(target) > largest)
            {
                (largest, place) = (Math.Abs(target), i);
            }
        }

        for (int i = 0; i < row.Length; i++)
        {
            withoutLargest += i == place ? 0 : double.CreateTruncating(second[row[i]]);
        }

        for (int i = 0; i < row.Length; i++)
        {
            double logit = double.CreateTruncating(first[row[i]]), target = double.CreateTruncating(second[row[i]]);
            double others = i == sum.Winner ? withoutWinner : i == place ? withoutLargest : total - target;
            result[row[i]] = T.CreateTruncating((others * sum.Share(logit)) - (target * sum.ShareOfOthers(i, logit)));
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

        Expr moved = new Softmax(Axis).Apply(at.Arguments[0]) * new SoftmaxDeviation(Axis).Apply(at.Arguments[0], tangent);
        return AlongRows(SumOfRows(at.Arguments[1]), at.Shape) * moved;
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 1
            ? -new SoftmaxDeviation(Axis).Apply(at.Arguments[0], cotangent)
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
