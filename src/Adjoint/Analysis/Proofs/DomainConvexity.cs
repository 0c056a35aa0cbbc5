using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// Whether the points at which a primitive's arguments lie in its domain form a convex set, without which no function on them is convex: a concave argument
/// may be bounded from below and a convex one from above.
/// </summary>
internal static class DomainConvexity
{
    private const int Deepest = 64;

    /// <summary>Whether they do at one node.</summary>
    public static bool Of(Application node, PrimitiveFacts facts, Func<Expr, Claim> claimOf)
    {
        for (int i = 0; i < node.Arguments.Count; i++)
        {
            Claim claim = claimOf(node.Arguments[i]);
            Interval domain = facts.Arguments[i].Domain, range = claim.Range;
            bool hasPole = facts.Arguments[i].HasPoleAt0 && !claim.IsConstant && range.Lower < 0 && range.Upper > 0;
            bool isPositive = domain.Lower >= 0 && domain.Upper == double.PositiveInfinity && HasConvexPositiveSet(node.Arguments[i], claimOf, 0);
            if (hasPole || !(claim.IsAffine || isPositive || ((range.Lower >= domain.Lower || claim.IsConcave) && (range.Upper <= domain.Upper || claim.IsConvex))))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether {e > 0} is convex: products of nonnegative factors are positive where all factors are.</summary>
    private static bool HasConvexPositiveSet(Expr expression, Func<Expr, Claim> claimOf, int depth)
    {
        Claim claim = claimOf(expression);
        return claim.IsConcave || claim.Range.Lower > 0 || (depth < Deepest && expression is Application node && node.Primitive switch
        {
            Exp or Sigmoid or Softplus => true,
            Multiply or Divide => node.Arguments.All(argument => claimOf(argument).Range.IsNonnegative && HasConvexPositiveSet(argument, claimOf, depth + 1)),
            Square or Power => claimOf(node.Arguments[0]).Range.IsNonnegative && HasConvexPositiveSet(node.Arguments[0], claimOf, depth + 1),
            Sqrt or Broadcast or Reshape => HasConvexPositiveSet(node.Arguments[0], claimOf, depth + 1),
            _ => false,
        });
    }
}
