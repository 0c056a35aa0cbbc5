using System.Globalization;
using Adjoint.Graph;
using Adjoint.Graph.Facts;

namespace Adjoint.Analysis.Proofs;

/// <summary>The rule of composition: from how a primitive bends and moves in its arguments, and how those bend, to how the result bends.</summary>
internal static class Composing
{
    /// <summary>How the result bends; unknown where the rule does not say.</summary>
    public static Curvature Curvature(PrimitiveFacts facts, IReadOnlyList<Claim> claims)
    {
        int[] moving = Moving(claims);
        Curvature own = moving.Length == 1 ? facts.Arguments[moving[0]].Curvature : facts.Joint;
        bool convex = own is Graph.Facts.Curvature.Convex or Graph.Facts.Curvature.Affine && moving.All(i => Keeps(facts.Arguments[i], claims[i], convex: true));
        bool concave = own is Graph.Facts.Curvature.Concave or Graph.Facts.Curvature.Affine && moving.All(i => Keeps(facts.Arguments[i], claims[i], convex: false));
        return convex && concave ? Graph.Facts.Curvature.Affine
            : convex ? Graph.Facts.Curvature.Convex
            : concave ? Graph.Facts.Curvature.Concave
            : Graph.Facts.Curvature.Unknown;
    }

    /// <summary>Why a composition bends as it does, for a reader.</summary>
    public static string Reason(Application node, PrimitiveFacts facts, IReadOnlyList<Claim> claims, Curvature gives)
    {
        int[] moving = Moving(claims);
        Curvature own = moving.Length == 1 ? facts.Arguments[moving[0]].Curvature : facts.Joint;
        IEnumerable<string> parts = moving.Select(i =>
        {
            InArgument fact = facts.Arguments[i];
            string which = node.Arguments.Count == 1 ? "its argument" : $"argument {(i + 1).ToString(CultureInfo.InvariantCulture)}";
            string bend = claims[i].IsAffine ? "affine" : claims[i].Curvature == Graph.Facts.Curvature.Convex ? "convex" : "concave";
            string way = claims[i].IsAffine ? "" : fact.Monotonicity == Monotonicity.Nondecreasing ? $", and {node.Primitive.Name} does not fall in it" : $", and {node.Primitive.Name} does not rise in it";
            string within = claims[i].IsAffine || claims[i].Range == Interval.Reals ? "" : claims[i].Range == Interval.Nonnegative ? " and ≥ 0" : claims[i].Range == Interval.Nonpositive ? " and ≤ 0" : $" (it lies in [{End(claims[i].Range.Lower)}, {End(claims[i].Range.Upper)}])";
            return $"{which} is {bend}{within}{way}";
        });
        return $"{node.Primitive.Name} is {own.ToString().ToLowerInvariant()} there ({facts.Source}); {string.Join("; ", parts)}";
    }

    private static string End(double end) => double.IsInfinity(end) ? (end < 0 ? "−∞" : "∞") : end.ToString("G4", CultureInfo.InvariantCulture);

    /// <summary>Why a primitive is a linear map here.</summary>
    public static string LinearReason(Application node, IReadOnlyList<Claim> claims)
    {
        int[] moving = Moving(claims);
        return node.Primitive.IsJointlyLinear || claims.Count == 1
            ? $"{node.Primitive.Name} is linear, and {(claims.Count == 1 ? "its argument" : "every argument")} is"
            : $"{node.Primitive.Name} is linear in argument {moving[0] + 1} while the others stay fixed, and that argument is linear";
    }

    /// <summary>The obstacle to convexity at a node whose arguments are understood.</summary>
    public static string Missing(Application node, PrimitiveFacts facts, IReadOnlyList<Claim> claims)
    {
        int[] moving = Moving(claims);
        string name = node.Primitive.Name;
        Curvature own = moving.Length == 1 ? facts.Arguments[moving[0]].Curvature : facts.Joint;
        if (own == Graph.Facts.Curvature.Unknown)
        {
            return moving.Length == 1
                ? $"{name} is neither convex nor concave where its argument may lie"
                : $"{name} is neither convex nor concave in {moving.Length} arguments that move together";
        }

        foreach (int i in moving)
        {
            if (claims[i].IsAffine)
            {
                continue;
            }

            string which = node.Arguments.Count == 1 ? "its argument" : $"argument {i + 1}";
            return claims[i].Curvature == Graph.Facts.Curvature.Unknown ? $"the curvature of {which} is not known"
                : facts.Arguments[i].Monotonicity == Monotonicity.Unknown
                    ? $"{which} is {claims[i].Curvature.ToString().ToLowerInvariant()}, and {name} neither rises nor falls throughout where it may lie"
                    : $"{which} is {claims[i].Curvature.ToString().ToLowerInvariant()}, and {name} moves the other way in it";
        }

        return $"{name} is {own.ToString().ToLowerInvariant()}, which is not what is needed";
    }

    /// <summary>The arguments that move.</summary>
    public static int[] Moving(IReadOnlyList<Claim> claims) => [.. Enumerable.Range(0, claims.Count).Where(i => !claims[i].IsConstant)];

    /// <summary>Whether an argument keeps a convex (concave) function convex (concave).</summary>
    private static bool Keeps(InArgument fact, Claim claim, bool convex) => claim.IsAffine
        || (fact.Monotonicity == Monotonicity.Nondecreasing && (convex ? claim.IsConvex : claim.IsConcave))
        || (fact.Monotonicity == Monotonicity.Nonincreasing && (convex ? claim.IsConcave : claim.IsConvex));
}
