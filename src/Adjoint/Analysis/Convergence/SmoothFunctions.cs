using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Convergence;

/// <summary>The table of functions with bounded second derivatives. The tests sample every bound.</summary>
internal static class SmoothFunctions
{
    /// <summary>diag(p) − ppᵀ has no eigenvalue above 1/2 for any probability vector p (Böhning 1992).</summary>
    private const double SoftmaxCurvature = 0.5;

    /// <summary>All functions.</summary>
    public static IReadOnlyList<SmoothFunction> All { get; } =
    [
        new(
            "logistic(e)", "σ(1 − σ) ≤ 1/4", "Böhning and Lindsay 1988", false,
            (node, claimOf) => node.Primitive is Softplus && claimOf(node.Arguments[0]).IsAffine,
            (node, weights, _, linear) => Quadratic(0.25, weights, linear(node.Arguments[0]))),
        new(
            "huber(e)", "the slope is a cut to [−δ, δ], which is 1-Lipschitz", "Huber 1964", true,
            (node, claimOf) => node.Primitive is Huber && claimOf(node.Arguments[0]).IsAffine,
            (node, weights, _, linear) => Quadratic(1, weights, linear(node.Arguments[0]))),
        new(
            "relu(e)²", "the slope 2 relu(e) is 2-Lipschitz", "Nesterov 2018, section 2.1.5", true,
            (node, claimOf) => node.Primitive is Square && node.Arguments[0] is Application { Primitive: Relu } inner && claimOf(inner.Arguments[0]).IsAffine,
            (node, weights, _, linear) => Quadratic(2, weights, linear(node.Arguments[0].Arguments[0]))),
        new(
            "logsumexp(e)", "diag(p) − ppᵀ ≤ 1/2", "Böhning 1992", false,
            (node, claimOf) => node.Primitive is LogSumExp && claimOf(node.Arguments[0]).IsAffine,
            (node, weights, _, linear) => RowsAlong(((LogSumExp)node.Primitive).Axis, weights, linear(node.Arguments[0]))),
        new(
            "−logsoftmax(e)", "diag(p) − ppᵀ ≤ 1/2", "Böhning 1992", false,
            (node, claimOf) => node.Primitive is LogSoftmax && claimOf(node.Arguments[0]).IsAffine,
            (node, weights, _, linear) => RowsAlong(((LogSoftmax)node.Primitive).Axis, -Expressions.Sum(weights, [((LogSoftmax)node.Primitive).Axis]), linear(node.Arguments[0]))),
        new(
            "crossentropy(e, y), y ≥ 0", "Σy (diag(p) − ppᵀ) ≤ Σy/2", "Böhning 1992", false,
            (node, claimOf) => node.Primitive is CrossEntropyOfRows && claimOf(node.Arguments[0]).IsAffine && claimOf(node.Arguments[1]) is { IsConstant: true, Range.IsNonnegative: true },
            (node, weights, _, linear) => RowsAlong(node.Arguments[0].Shape.Rank - 1, weights * Expressions.Sum(node.Arguments[1], [-1]), linear(node.Arguments[0]))),
        new(
            "√q, q convex of degree two and q ≥ m > 0", "∇²√q ≤ ∇²q / (2√m)", "the chain rule: the rest, −∇q∇qᵀ / (4 q^(3/2)), is at most 0", false,
            (node, claimOf) => node.Primitive is Sqrt && claimOf(node.Arguments[0]) is { Degree: <= 2, IsConvex: true, Range.Lower: > 0 } && claimOf(node).IsConvex,
            (node, weights, claimOf, _) => Expressions.Sum(Expressions.Relu(weights) * node.Arguments[0]) * (0.5 / Math.Sqrt(claimOf(node.Arguments[0]).Range.Lower))),
        new(
            "log(Σ exp(e) + c), c ≥ 0", "diag(p) − ppᵀ ≤ 1/2", "Böhning 1992", false,
            (node, claimOf) => node.Primitive is Log && node.Shape.Size == 1 && Exponentials(node.Arguments[0], claimOf, 0) is { Count: > 0 },
            (node, weights, claimOf, linear) => (0.5 * SoftmaxCurvature) * (Expressions.Sum(Expressions.Relu(weights))
                * Exponentials(node.Arguments[0], claimOf, 0)!.Distinct().Select(exponent => Expressions.SumOfSquares(linear(exponent))).Aggregate((left, right) => left + right))),
    ];

    private const int Deepest = 64;

    /// <summary>The exponents of a sum of exponentials of affine functions with positive factors, and of constants that are at least 0; nothing for another expression.</summary>
    public static IReadOnlyList<Expr>? Exponentials(Expr expression, Func<Expr, Claim> claimOf, int depth)
    {
        Claim claim = claimOf(expression);
        if (claim.IsConstant || depth > Deepest || expression is not Application node)
        {
            return claim.IsConstant && claim.Range.IsNonnegative ? [] : null;
        }

        return node.Primitive switch
        {
            Exp when claimOf(node.Arguments[0]).IsAffine => [node.Arguments[0]],
            Add => Exponentials(node.Arguments[0], claimOf, depth + 1) is { } left && Exponentials(node.Arguments[1], claimOf, depth + 1) is { } right ? [.. left, .. right] : null,
            SumTo or Broadcast or Reshape => Exponentials(node.Arguments[0], claimOf, depth + 1),
            Multiply when IsPositive(claimOf(node.Arguments[0])) => Exponentials(node.Arguments[1], claimOf, depth + 1),
            Multiply or Divide when IsPositive(claimOf(node.Arguments[1])) => Exponentials(node.Arguments[0], claimOf, depth + 1),
            _ => null,
        };

        static bool IsPositive(Claim factor) => factor.IsConstant && factor.Range.Lower > 0 && double.IsFinite(factor.Range.Upper);
    }

    private static Expr Quadratic(double curvature, Expr weights, Expr linear) => (0.5 * curvature) * Expressions.Sum(Expressions.Relu(weights) * Expressions.Square(linear));

    private static Expr RowsAlong(int axis, Expr weights, Expr linear) =>
        (0.5 * SoftmaxCurvature) * Expressions.Sum(Expressions.Relu(weights) * Expressions.Sum(Expressions.Square(linear), [axis]));
}
