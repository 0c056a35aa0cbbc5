using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.LinearAlgebra;
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
        new("a/(a + c) = 1 − c/(a + c), c a number", node => node is { Primitive: Divide, Arguments: [var above, Application { Primitive: Add } below] }
            ? below.Arguments[0] == above ? Rest(above, below.Arguments[1], below) : below.Arguments[1] == above ? Rest(above, below.Arguments[0], below) : null : null),
        new("(A·B)·v = A·(B·v), v a vector", node => Associated(node)),
        new("⟨v, c⟩ = Σ c², v and c being equal", GramIdentity.Rewrite),
        new("(−a)·b = −(a·b)", node => node is { Primitive: Multiply } ? Signed(node.Arguments[0], node.Arguments[1]) ?? Signed(node.Arguments[1], node.Arguments[0]) : null),
        new("e/e = 1 + 0/e", node => node is { Primitive: Divide } && node.Arguments[0] == node.Arguments[1] && !IsConstant(node.Arguments[0])
            ? Ones(node.Shape) + (0 * (Ones(node.Shape) / node.Arguments[0])) : null),
        new("exp(p·log(e)) = |e|ᵖ + 0·log(e)", node => Inner<Exp>(node) is Application inner ? Raised(inner) : null),
        new("a + (−b) = a − b", node => node is { Primitive: Add, Arguments: [var left, Application { Primitive: Negate } right] } ? left - right.Arguments[0] : null),
        new("max(e, −e) = |e|", node => node is { Primitive: Maximum } && AreOpposite(node.Arguments[0], node.Arguments[1]) ? Expressions.Abs(node.Arguments[0]) : null),
        new("min(e, −e) = −|e|", node => node is { Primitive: Minimum } && AreOpposite(node.Arguments[0], node.Arguments[1]) ? -Expressions.Abs(node.Arguments[0]) : null),
        new("min(e, 0) = −relu(−e)", node => node is { Primitive: Minimum }
            ? IsNumber(node.Arguments[1], 0) ? -Expressions.Relu(-node.Arguments[0]) : IsNumber(node.Arguments[0], 0) ? -Expressions.Relu(-node.Arguments[1]) : null : null),
        new("relu(e)·relu(−e) = 0", node => node is { Primitive: Multiply, Arguments: [Application { Primitive: Relu } left, Application { Primitive: Relu } right] } && AreOpposite(left.Arguments[0], right.Arguments[0])
            ? Calculus.Linearization.Zeros(node.Shape) : null),
        new("relu(e) + relu(−e) = |e|", node => Even<Relu>(node) is Expr inner ? Expressions.Abs(inner) : null),
        new("sigmoid(z) + sigmoid(−z) = 1", node => Even<Sigmoid>(node) is not null ? Ones(node.Shape) : null),
        new("tanh(−z) = −tanh(z)", node => Inner<Tanh>(node) is Application { Primitive: Negate } inner ? -Expressions.Tanh(inner.Arguments[0]) : null),
        new("|−e| = |e|", node => Inner<Abs>(node) is Application { Primitive: Negate } inner ? Expressions.Abs(inner.Arguments[0]) : null),
        new("(−e)² = e²", node => Inner<Square>(node) is Application { Primitive: Negate } inner ? Expressions.Square(inner.Arguments[0]) : null),
        new("−(−e) = e", node => Inner<Negate>(node) is Application { Primitive: Negate } inner ? inner.Arguments[0] : null),
        new("1/(1 + exp(−z)) = sigmoid(z)", node => node is { Primitive: Divide, Arguments: [var above, Application { Primitive: Add } below] } && IsNumber(above, 1)
            ? Logistic(below.Arguments[0], below.Arguments[1]) ?? Logistic(below.Arguments[1], below.Arguments[0]) : null),
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

    private static Expr? Associated(Application node) => IsPlainProduct(node) && node.Shape[1] == 1 && node.Arguments[0] is Application { Shape: { } shape } left && shape[0] > 1 && IsPlainProduct(left)
        ? node.Primitive.Apply(left.Arguments[0], node.Primitive.Apply(left.Arguments[1], node.Arguments[1])) : null;

    private static bool IsPlainProduct(Application node) => node is { Primitive: MatrixProduct { TransposeLeft: false, TransposeRight: false }, Shape.Rank: 2 } && node.Arguments.All(factor => factor.Shape.Rank == 2);

    private static Expr? Signed(Expr negative, Expr other) => negative is Application { Primitive: Negate } inner ? -(inner.Arguments[0] * other) : null;

    private static bool AreOpposite(Expr left, Expr right) => (left is Application { Primitive: Negate } first && first.Arguments[0] == right) || (right is Application { Primitive: Negate } second && second.Arguments[0] == left);

    /// <summary>e of f(e) + f(−e).</summary>
    private static Expr? Even<T>(Application node)
        where T : Primitive => node is { Primitive: Add, Arguments: [Application { Primitive: T } left, Application { Primitive: T } right] } && AreOpposite(left.Arguments[0], right.Arguments[0]) ? left.Arguments[0] : null;

    private static Expr? Logistic(Expr one, Expr exponential) => IsNumber(one, 1) && exponential is Application { Primitive: Exp } inner ? Expressions.Sigmoid(-inner.Arguments[0]) : null;

    /// <summary>A positive power of e > 0 from the exponential of its logarithm. The logarithm stays, because it says where there is a value.</summary>
    private static Expr? Raised(Application exponent)
    {
        (Expr? logarithm, double? power) = exponent.Primitive switch
        {
            Log => (exponent, 1),
            Multiply when LikeTerms.Number(exponent.Arguments[0]) is double left => (exponent.Arguments[1], left),
            Multiply when LikeTerms.Number(exponent.Arguments[1]) is double right => (exponent.Arguments[0], right),
            _ => ((Expr?)null, (double?)null),
        };
        return logarithm is Application { Primitive: Log } log && power > 0 && log.Arguments[0] is var e
            ? (power == 1 ? e : power == 2 ? Expressions.Square(e) : Expressions.Power(Expressions.Abs(e), power.Value)) + (0 * log) : null;
    }

    private static Expr Ones(Shape shape) => Expressions.BroadcastTo(new Constant(1), shape);

    // Only towards a number above, or it would go back and forth.
    private static Expr? Rest(Expr above, Expr other, Expr below) => IsConstant(other) && !IsConstant(above) ? Ones(below.Shape) - (other / below) : null;

    private static bool IsConstant(Expr expression) => expression is Constant or Application { Primitive: Broadcast or Reshape, Arguments: [Constant] };

    private static Expr? Inner<T>(Application node)
        where T : Primitive => node.Primitive is T ? node.Arguments[0] : null;

    private static Expr? Softplus(Expr one, Expr exponential) => IsNumber(one, 1) && exponential is Application { Primitive: Exp } inner ? Expressions.Softplus(inner.Arguments[0]) : null;
}
