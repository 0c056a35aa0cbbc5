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
        new("(√e)² = e", node => Inner<Square>(node) is Application { Primitive: Sqrt } root ? root.Arguments[0] : null, "e ≥ 0"),
        new("‖e‖² = Σ e²", node => Inner<Square>(node) is Application { Primitive: Norm2 } norm ? Expressions.SumOfSquares(norm.Arguments[0]) : null),
        new("1 / exp(z) = exp(−z)", node => node is { Primitive: Divide } && IsNumber(node.Arguments[0], 1) && node.Arguments[1] is Application { Primitive: Exp } inner ? Expressions.Exp(-inner.Arguments[0]) : null),
        new("exp(a)·exp(b) = exp(a + b)", node => node is { Primitive: Multiply, Arguments: [Application { Primitive: Exp } left, Application { Primitive: Exp } right] }
            ? Expressions.Exp(left.Arguments[0] + right.Arguments[0]) : null),
        new("max(e, 0) = relu(e)", node => node is { Primitive: Maximum } ? IsNumber(node.Arguments[1], 0) ? Expressions.Relu(node.Arguments[0]) : IsNumber(node.Arguments[0], 0) ? Expressions.Relu(node.Arguments[1]) : null : null),
    ];

    /// <summary>Whether an expression is one number everywhere.</summary>
    internal static bool IsNumber(Expr expression, double number) => expression switch
    {
        Constant constant => constant.IsUniform(number),
        Application { Primitive: Broadcast or Reshape } repeated => IsNumber(repeated.Arguments[0], number),
        _ => false,
    };

    private static Expr? Inner<T>(Application node)
        where T : Primitive => node.Primitive is T ? node.Arguments[0] : null;

    private static Expr? Softplus(Expr one, Expr exponential) => IsNumber(one, 1) && exponential is Application { Primitive: Exp } inner ? Expressions.Softplus(inner.Arguments[0]) : null;
}
