using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Proofs;

/// <summary>A form whose curvature does not follow from its parts one by one.</summary>
/// <param name="Name">The form as it is written.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Bend">How an expression of this form bends, from what is proven of its parts; unknown for others.</param>
public sealed record RecognisedForm(string Name, string Source, Func<Application, Func<Expr, Claim>, Curvature> Bend);

/// <summary>The table of recognised forms, tried where the rule of composition stops.</summary>
public static class RecognisedForms
{
    /// <summary>All forms.</summary>
    public static IReadOnlyList<RecognisedForm> All { get; } =
    [
        new("√(c + Σ g²), c ≥ 0, g affine or convex and nonnegative", "the norm of (√c, g): Boyd & Vandenberghe 2004, sections 3.1.5 and 3.2.4",
            (node, claimOf) => node.Primitive is Sqrt && IsSumOfSquares(node.Arguments[0], claimOf, 0) ? Curvature.Convex : Curvature.Unknown),
        new("log of what is log-convex or log-concave", "Boyd & Vandenberghe 2004, section 3.5.2",
            (node, claimOf) => node.Primitive is Log ? LogCurvature.Of(node.Arguments[0], claimOf) : Curvature.Unknown),
        new("e log(e), e affine", "second derivative 1/e > 0: Boyd & Vandenberghe 2004, section 3.1.5", EntropyBend),
        new("Σ g² / u, g affine or convex and nonnegative, u concave and positive", "quadratic over linear: Boyd & Vandenberghe 2004, section 3.1.5", QuadraticOverLinear),
        new("a log(a/b), a and b affine", "relative entropy: Boyd & Vandenberghe 2004, section 3.2.6", RelativeEntropy),
    ];

    private const int Deepest = 64;

    /// <summary>Whether every entry is a sum of squares of affine, or of convex nonnegative, functions, and of constants ≥ 0.</summary>
    private static bool IsSumOfSquares(Expr expression, Func<Expr, Claim> claimOf, int depth)
    {
        Claim claim = claimOf(expression);
        return claim.IsConstant ? claim.Range.IsNonnegative : depth < Deepest && expression is Application node && node.Primitive switch
        {
            Square => claimOf(node.Arguments[0]) is Claim root && (root.IsAffine || (root.IsConvex && root.Range.IsNonnegative)),
            Add => node.Arguments.All(argument => IsSumOfSquares(argument, claimOf, depth + 1)),
            SumTo or Broadcast or Reshape => IsSumOfSquares(node.Arguments[0], claimOf, depth + 1),
            Multiply => node.Arguments.Any(argument => claimOf(argument).IsConstant) && node.Arguments.All(argument => IsSumOfSquares(argument, claimOf, depth + 1)),
            _ => false,
        };
    }

    private static Curvature EntropyBend(Application node, Func<Expr, Claim> claimOf)
    {
        // e·log(e) in either order, or as one primitive.
        bool found = node.Primitive is ProductWithLog && node.Arguments[0] == node.Arguments[1];
        Expr? of = found ? node.Arguments[0] : node.Primitive is not Multiply ? null
            : LogOf(node.Arguments[1]) == node.Arguments[0] ? node.Arguments[0]
            : LogOf(node.Arguments[0]) == node.Arguments[1] ? node.Arguments[1] : null;
        return of is not null && claimOf(of).IsAffine ? Curvature.Convex : Curvature.Unknown;
    }

    private static Curvature QuadraticOverLinear(Application node, Func<Expr, Claim> claimOf)
    {
        if (node.Primitive is not Divide)
        {
            return Curvature.Unknown;
        }

        Claim below = claimOf(node.Arguments[1]);
        return below.Range.IsNonnegative && below.IsConcave && IsSumOfSquares(node.Arguments[0], claimOf, 0) ? Curvature.Convex : Curvature.Unknown;
    }

    private static Curvature RelativeEntropy(Application node, Func<Expr, Claim> claimOf)
    {
        (Expr? first, Expr? quotient) = node.Primitive switch
        {
            ProductWithLog => (node.Arguments[0], node.Arguments[1]),
            Multiply when LogOf(node.Arguments[1]) is Expr right => (node.Arguments[0], right),
            Multiply when LogOf(node.Arguments[0]) is Expr left => (node.Arguments[1], left),
            _ => ((Expr?)null, (Expr?)null),
        };
        return quotient is Application { Primitive: Divide } ratio && ratio.Arguments[0] == first && claimOf(first).IsAffine && claimOf(first).Range.IsNonnegative
            && claimOf(ratio.Arguments[1]) is { IsAffine: true, Range.IsNonnegative: true } ? Curvature.Convex : Curvature.Unknown;
    }

    private static Expr? LogOf(Expr expression) => expression is Application { Primitive: Log } logarithm ? logarithm.Arguments[0] : null;
}
