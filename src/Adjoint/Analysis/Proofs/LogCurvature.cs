using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// Whether the logarithm of something positive is convex or concave: sums and products of log-convex functions are log-convex, products of log-concave ones log-concave
/// (Boyd &amp; Vandenberghe 2004, section 3.5.2).
/// </summary>
internal static class LogCurvature
{
    /// <summary>The curvature of log(e); affine is both.</summary>
    /// <param name="expression">e.</param>
    /// <param name="claimOf">What is proven of a sub-expression.</param>
    public static Curvature Of(Expr expression, Func<Expr, Claim> claimOf)
    {
        bool convex = IsConvex(expression, claimOf, 0), concave = IsConcave(expression, claimOf, 0);
        return convex && concave ? Curvature.Affine : convex ? Curvature.Convex : concave ? Curvature.Concave : Curvature.Unknown;
    }

    private const int Deepest = 64;

    /// <summary>Whether log(e) is convex and e ≥ 0, where it has a value.</summary>
    internal static bool IsConvex(Expr expression, Func<Expr, Claim> claimOf, int depth)
    {
        Claim claim = claimOf(expression);
        if (claim.IsConstant || depth > Deepest)
        {
            return claim.IsConstant && claim.Range.IsNonnegative;
        }

        return expression is Application node && node.Primitive switch
        {
            Exp => claimOf(node.Arguments[0]).IsConvex,
            Add or Multiply => node.Arguments.All(argument => IsConvex(argument, claimOf, depth + 1)),
            SumTo or Broadcast or Reshape or Sqrt or Square or Power { Exponent: > 0 } => IsConvex(node.Arguments[0], claimOf, depth + 1),
            Power { Exponent: < 0 } => IsConcave(node.Arguments[0], claimOf, depth + 1),
            Divide => IsConvex(node.Arguments[0], claimOf, depth + 1) && IsConcave(node.Arguments[1], claimOf, depth + 1),
            _ => false,
        };
    }

    /// <summary>Whether log(e) is concave and e ≥ 0.</summary>
    private static bool IsConcave(Expr expression, Func<Expr, Claim> claimOf, int depth)
    {
        Claim claim = claimOf(expression);
        if (!claim.Range.IsNonnegative || claim.IsConstant || depth > Deepest)
        {
            return claim.IsConstant && claim.Range.IsNonnegative;
        }

        // The logarithm of what is concave is concave; a sigmoid's is −log(1 + e^−z).
        return claim.IsConcave || (expression is Application node && node.Primitive switch
        {
            Exp or Sigmoid => claimOf(node.Arguments[0]).IsConcave,
            Multiply => node.Arguments.All(argument => IsConcave(argument, claimOf, depth + 1)),
            Broadcast or Reshape or Sqrt or Power { Exponent: > 0 } => IsConcave(node.Arguments[0], claimOf, depth + 1),
            Square => IsConcave(node.Arguments[0], claimOf, depth + 1),
            Power { Exponent: < 0 } => IsConvex(node.Arguments[0], claimOf, depth + 1),
            Divide => IsConcave(node.Arguments[0], claimOf, depth + 1) && IsConvex(node.Arguments[1], claimOf, depth + 1),
            _ => false,
        });
    }
}
