using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Proofs;

/// <summary>The table of identities. Equal sub-expressions are one object before they are tried, so a pattern may ask whether two parts are the same.</summary>
public static class Identities
{
    /// <summary>All identities, tried in this order.</summary>
    public static IReadOnlyList<Identity> All { get; } =
    [
        new("e·e = e²", node => node is { Primitive: Multiply } && node.Arguments[0] == node.Arguments[1] ? Expressions.Square(node.Arguments[0]) : null),
        new("equal terms add up", LikeTerms.InSum),
        new("equal factors multiply", LikeTerms.InProduct),
        new("log(softmax(z)) = logsoftmax(z)", node => Inner<Log>(node) is Application { Primitive: Softmax softmax } inner ? new LogSoftmax(softmax.Axis).Apply(inner.Arguments[0]) : null),
        new("log(sigmoid(z)) = −logistic(−z)", node => Inner<Log>(node) is Application { Primitive: Sigmoid } inner ? -Expressions.Softplus(-inner.Arguments[0]) : null),
        new("t·log(softmax(z)) = t·logsoftmax(z)", node => node is { Primitive: ProductWithLog } && node.Arguments[1] is Application { Primitive: Softmax softmax } inner
            ? node.Arguments[0] * new LogSoftmax(softmax.Axis).Apply(inner.Arguments[0]) : null),
        new("t·log(sigmoid(z)) = −t·logistic(−z)", node => node is { Primitive: ProductWithLog } && node.Arguments[1] is Application { Primitive: Sigmoid } inner
            ? node.Arguments[0] * -Expressions.Softplus(-inner.Arguments[0]) : null),
        new("log(exp(z)) = z", node => Inner<Log>(node) is Application { Primitive: Exp } inner ? inner.Arguments[0] : null),
        new("log(1 + exp(z)) = logistic(z)", node => Inner<Log>(node) is Application { Primitive: Add } sum ? Softplus(sum.Arguments[0], sum.Arguments[1]) ?? Softplus(sum.Arguments[1], sum.Arguments[0]) : null),
        new("log(Σ exp(z)) = logsumexp(z)", node => Inner<Log>(node) is Application { Primitive: SumTo { Target: var target } } sum && target == Shape.Scalar
            && sum.Arguments[0] is Application { Primitive: Exp } exponential ? Expressions.LogSumExp(Expressions.Reshape(exponential.Arguments[0], [exponential.Shape.Size])) : null),
        new("√(Σ e²) = ‖e‖", node => Inner<Sqrt>(node) is Application { Primitive: SumTo { Target: var target } } sum && target == Shape.Scalar
            && sum.Arguments[0] is Application { Primitive: Square } square ? Expressions.Norm2(square.Arguments[0]) : null),
        new("√(e²) = |e|", node => Inner<Sqrt>(node) is Application { Primitive: Square } square ? Expressions.Abs(square.Arguments[0]) : null),
        new("|e|² = e²", node => Inner<Square>(node) is Application { Primitive: Abs } absolute ? Expressions.Square(absolute.Arguments[0]) : null),
        new("‖e‖² = Σ e²", node => Inner<Square>(node) is Application { Primitive: Norm2 } norm ? Expressions.SumOfSquares(norm.Arguments[0]) : null),
        new("1 / exp(z) = exp(−z)", node => node is { Primitive: Divide } && IsNumber(node.Arguments[0], 1) && node.Arguments[1] is Application { Primitive: Exp } inner ? Expressions.Exp(-inner.Arguments[0]) : null),
        new("a·b⁻ᵖ = a/bᵖ", node => node is { Primitive: Multiply } ? Quotient(node.Arguments[0], node.Arguments[1]) ?? Quotient(node.Arguments[1], node.Arguments[0]) : null),
        new("1 − sigmoid(z) = sigmoid(−z)", node => node is { Primitive: Subtract } && IsNumber(node.Arguments[0], 1) && node.Arguments[1] is Application { Primitive: Sigmoid } inner ? Expressions.Sigmoid(-inner.Arguments[0]) : null),
        new("e·relu(e) = relu(e)²", node => node is { Primitive: Multiply } ? Rectified(node.Arguments[0], node.Arguments[1]) ?? Rectified(node.Arguments[1], node.Arguments[0]) : null),
        new("|eᵖ| = |e|ᵖ", node => Inner<Abs>(node) is Application { Primitive: Power power } inner && power.Exponent == Math.Floor(power.Exponent) ? Expressions.Power(Expressions.Abs(inner.Arguments[0]), power.Exponent) : null),
        new("a log(a) − a log(b) = a log(a/b)", node => node is { Primitive: Subtract, Arguments: [Application { Primitive: Multiply } left, Application { Primitive: Multiply } right] } ? Divergence(left, right) : null),
        new("exp(a)·exp(b) = exp(a + b)", node => node is { Primitive: Multiply, Arguments: [Application { Primitive: Exp } left, Application { Primitive: Exp } right] }
            ? Expressions.Exp(left.Arguments[0] + right.Arguments[0]) : null),
        new("relu(e) − relu(−e) = e", node => Odd<Relu>(node)),
        new("logistic(z) − logistic(−z) = z", node => Odd<Softplus>(node)),
        new("max(a, b) + min(a, b) = a + b", node => node is { Primitive: Add, Arguments: [Application left, Application right] }
            && left.Primitive is Maximum or Minimum && right.Primitive is Maximum or Minimum && left.Primitive.GetType() != right.Primitive.GetType()
            && (left.Arguments.SequenceEqual(right.Arguments) || left.Arguments.SequenceEqual(right.Arguments.Reverse())) ? left.Arguments[0] + left.Arguments[1] : null),
        new("Σ softmax(z) = 1", node => node is { Primitive: SumTo { Target.Size: 1 } } && node.Arguments[0] is { Shape.Rank: 1 } and Application { Primitive: Softmax } ? Ones(node.Shape) : null),
        new("(−a)/b = −(a/b)", node => node is { Primitive: Divide, Arguments: [Application { Primitive: Negate } above, var below] } ? -(above.Arguments[0] / below) : null),
        new("a/(a + b) = 1 − b/(a + b)", node => node is { Primitive: Divide, Arguments: [var above, Application { Primitive: Add } below] }
            ? below.Arguments[0] == above ? Rest(below.Arguments[1], below) : below.Arguments[1] == above ? Rest(below.Arguments[0], below) : null : null),
        new("max(e, 0) = relu(e)", node => node is { Primitive: Maximum } ? IsNumber(node.Arguments[1], 0) ? Expressions.Relu(node.Arguments[0]) : IsNumber(node.Arguments[0], 0) ? Expressions.Relu(node.Arguments[1]) : null : null),
    ];

    /// <summary>Whether an expression is one number everywhere.</summary>
    internal static bool IsNumber(Expr expression, double number) => expression switch
    {
        Constant constant => constant.IsUniform(number),
        Application { Primitive: Broadcast or Reshape } repeated => IsNumber(repeated.Arguments[0], number),
        _ => false,
    };

    private static Expr? Quotient(Expr factor, Expr power) => power is Application { Primitive: Power { Exponent: < 0 } below } inner
        ? factor / (below.Exponent == -1 ? inner.Arguments[0] : Expressions.Power(inner.Arguments[0], -below.Exponent)) : null;

    private static Expr? Rectified(Expr factor, Expr rectified) =>
        rectified is Application { Primitive: Relu } inner && inner.Arguments[0] == factor ? Expressions.Square(rectified) : null;

    private static Expr? Divergence(Application left, Application right)
    {
        foreach ((Expr a, Expr log) in new[] { (left.Arguments[0], left.Arguments[1]), (left.Arguments[1], left.Arguments[0]) })
        {
            Expr? other = right.Arguments[0] == a ? right.Arguments[1] : right.Arguments[1] == a ? right.Arguments[0] : null;
            if (log is Application { Primitive: Log } own && own.Arguments[0] == a && other is Application { Primitive: Log } logarithm)
            {
                return a * Expressions.Log(a / logarithm.Arguments[0]);
            }
        }

        return null;
    }

    /// <summary>f(e) − f(−e), which is e.</summary>
    private static Expr? Odd<T>(Application node)
        where T : Primitive => node is { Primitive: Subtract, Arguments: [Application { Primitive: T } left, Application { Primitive: T } right] }
        ? right.Arguments[0] is Application { Primitive: Negate } negative && negative.Arguments[0] == left.Arguments[0] ? left.Arguments[0]
        : left.Arguments[0] is Application { Primitive: Negate } own && own.Arguments[0] == right.Arguments[0] ? left.Arguments[0] : null : null;

    private static Expr Ones(Shape shape) => Expressions.BroadcastTo(new Constant(1), shape);

    private static Expr Rest(Expr other, Expr below) => Ones(below.Shape) - (other / below);

    private static Expr? Inner<T>(Application node)
        where T : Primitive => node.Primitive is T ? node.Arguments[0] : null;

    private static Expr? Softplus(Expr one, Expr exponential) => IsNumber(one, 1) && exponential is Application { Primitive: Exp } inner ? Expressions.Softplus(inner.Arguments[0]) : null;
}
