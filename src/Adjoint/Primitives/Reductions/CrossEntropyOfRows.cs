using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Reductions;

/// <summary>
/// Cross-entropy of the softmax of each row along the last axis with a target row: <c>r = −Σ_c y_c log softmax(z)_c = Σ_c y_c (log Σ_j e^(z_j) − z_c)</c>, y ≥ 0 of any sum.
/// Linear in the targets y, with the adjoint <c>g_y = −ε log softmax(z)</c>; in the logits z the linearisation is <c>⟨(Σ y) softmax(z) − y, t⟩</c>
/// (<see cref="CrossEntropySlope"/>). Where the target's class wins by far, r keeps its digits: it is log(1 + what the others add). An entry of 0 in y counts as nothing.
/// </summary>
public sealed record CrossEntropyOfRows : RowPrimitive
{
    /// <inheritdoc/>
    public override string Name => "crossentropy";

    /// <inheritdoc/>
    public override string Formula => "r = −Σ_i b[i] · log softmax(a)[i], i along the last axis";

    /// <inheritdoc/>
    public override int Arity => 2;

    /// <inheritdoc/>
    public override Dependence DependenceOn(int argument) => argument == 0 ? Dependence.Nonlinear : Dependence.Linear;

    private protected override bool GivesRows => false;

    private protected override int? AxisIn(Shape shape) => shape.Rank - 1;

    private protected override void RowReference(ReadOnlySpan<double> first, ReadOnlySpan<double> second, Span<double> result)
    {
        (double greatest, double excess) = ReferenceRow.LogarithmOfSum(first);
        result[0] = 0;
        for (int i = 0; i < first.Length; i++)
        {
            result[0] += second[i] == 0 ? 0 : second[i] * (greatest - first[i] + excess);
        }
    }

    private protected override void RunRow<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second, Row row, Span<T> result)
    {
        ExponentialSum sum = ExponentialSum.Of(first, row.Start, row.Stride, row.Length);
        double loss = 0;
        for (int i = 0; i < row.Length; i++)
        {
            double target = double.CreateTruncating(second[row[i]]);
            loss += target == 0 ? 0 : target * sum.Above(double.CreateTruncating(first[row[i]]));
        }

        result[row.Index] = T.CreateTruncating(loss);
    }

    /// <inheritdoc/>
    public override Expr Tangent(Application at, int argument, Expr tangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 0
            ? SumOfRows(new CrossEntropySlope(at.Arguments[0].Shape.Rank - 1).Apply(at.Arguments[0], at.Arguments[1]) * tangent)
            : Apply(at.Arguments[0], tangent);
    }

    /// <inheritdoc/>
    public override Expr Adjoint(Application at, int argument, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(at);
        return argument == 1
            ? -(AlongRows(cotangent, at.Arguments[1].Shape) * Expressions.LogSoftmax(at.Arguments[0]))
            : base.Adjoint(at, argument, cotangent);
    }

    /// <inheritdoc/>
    public override PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Interval logits = arguments[0].Range, target = arguments[1].Range, spread = logits - logits;
        int length = RowLength(arguments[0].Shape);
        Interval terms = new(0, new Interval(0, spread.Upper).Mapped(a => a + Math.Log(Math.Max(1, length))).Upper);
        Curvature curvature = target == Interval.Point(0) ? Curvature.Affine : target.IsNonnegative ? Curvature.Convex : target.IsNonpositive ? Curvature.Concave : Curvature.Unknown;
        return new(
            (target * terms).Sum(length, length),
            target == Interval.Point(0) ? 0 : arguments[0].Degree == 0 ? arguments[1].Degree : null,
            Curvature.Unknown,
            [
                new InArgument(curvature, Monotonicity.Unknown, target == Interval.Point(0) ? 0 : (target.IsNonnegative ? Math.Sqrt(2) : 2) * length * target.Magnitude * (1 + 1e-14)),
                InArgument.LinearWith(terms, Math.Sqrt(length) * terms.Magnitude * (1 + 1e-14)),
            ],
            "Boyd & Vandenberghe 2004, section 3.1.5: log-sum-exp is convex; the slope is the difference of two vectors of absolute sum at most Σ|y|, at right angles at most where y ≥ 0");
    }
}
