using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Proofs;

/// <summary>A form whose curvature does not follow from its parts one by one. Wherever it is found, the points at which the expression has a value form a convex set.</summary>
/// <param name="Name">The form as it is written.</param>
/// <param name="Source">Where it comes from.</param>
/// <param name="Bend">How an expression of this form bends, from what is proven of its parts; unknown for others.</param>
public sealed record RecognisedForm(string Name, string Source, Func<Application, Func<Expr, Claim>, Curvature> Bend);

/// <summary>The table of recognised forms, tried where the rule of composition stops.</summary>
public static class RecognisedForms
{
    /// <summary>The root of what is a square of a norm, whatever its form. The polynomial belongs to the step.</summary>
    internal static RecognisedForm RootOfQuadratic { get; } = new(
        "‖(1, g)‖ by a matrix: √ of a polynomial of degree two in affine parts that is nowhere negative", "a norm of an affine function: Boyd & Vandenberghe 2004, sections 3.1.5 and 3.2.2", (_, _) => Curvature.Unknown);

    /// <summary>A norm of affine parts.</summary>
    internal static RecognisedForm NormOfSquares { get; } = new("√(c + Σ g²), c ≥ 0, g affine or convex and nonnegative", "the norm of (√c, g): Boyd & Vandenberghe 2004, sections 3.1.5 and 3.2.4",
        (node, claimOf) => node.Primitive is Sqrt && IsSumOfSquares(node.Arguments[0], claimOf, 0) ? Curvature.Convex : Curvature.Unknown);

    /// <summary>A logarithm whose own bend is the form.</summary>
    internal static RecognisedForm LogOfLogCurved { get; } = new("log of what is log-convex or log-concave", "Boyd & Vandenberghe 2004, section 3.5.2",
        (node, claimOf) => node.Primitive is Log ? LogCurvature.Of(node.Arguments[0], claimOf) : Curvature.Unknown);

    /// <summary>What bends as the exponential of something convex.</summary>
    internal static RecognisedForm LogConvex { get; } = new("what is log-convex", "exp of the logarithm, which is convex: Boyd & Vandenberghe 2004, section 3.5.1",
        (node, claimOf) => node.Primitive is Multiply or Divide or Sqrt or Power && LogCurvature.IsConvex(node, claimOf, 0) ? Curvature.Convex : Curvature.Unknown);

    /// <summary>Negative entropy.</summary>
    internal static RecognisedForm Entropy { get; } = new("e log(e), e affine", "second derivative 1/e > 0: Boyd & Vandenberghe 2004, section 3.1.5", EntropyBend);

    /// <summary>Squares over what is concave.</summary>
    internal static RecognisedForm QuadraticOverLinear { get; } = new("Σ g² / u, g affine or convex and nonnegative, u concave and positive", "quadratic over linear: Boyd & Vandenberghe 2004, section 3.1.5", BendOverLinear);

    /// <summary>Relative entropy.</summary>
    internal static RecognisedForm RelativeEntropy { get; } = new("a log(a/b), a and b affine", "relative entropy: Boyd & Vandenberghe 2004, section 3.2.6", BendOfRelativeEntropy);

    /// <summary>Weighted geometric means.</summary>
    internal static RecognisedForm GeometricMean { get; } = new("Π uᵖ, u concave and nonnegative, the powers p > 0 adding up to at most 1", "weighted geometric means: Boyd & Vandenberghe 2004, sections 3.1.5 and 3.2.4",
        (node, claimOf) => node.Primitive is Sqrt or Power or Multiply && PowersOf(node, claimOf, Rational.One, 0) is Rational sum && (Rational.One - sum).Sign >= 0 ? Curvature.Concave : Curvature.Unknown);

    /// <summary>Powers of perspectives.</summary>
    internal static RecognisedForm PowerOverPowers { get; } = new("u^p / Π v^q, u convex and nonnegative, v concave and positive, p ≥ 1 + Σ q", "convex and homogeneous of degree p − Σ q ≥ 1, rising in u and falling in v: Boyd & Vandenberghe 2004, section 3.2.6 and exercise 3.30 as powers of perspectives",
        (node, claimOf) => node.Primitive is Multiply or Divide && SurplusPower(node, claimOf) ? Curvature.Convex : Curvature.Unknown);

    /// <summary>Products of what rises together.</summary>
    internal static RecognisedForm ProductOfLike { get; } = new("f·g, both convex, nonnegative and rising with one part", "Boyd & Vandenberghe 2004, exercise 3.32", SimilarlyOrdered);

    /// <summary>All forms.</summary>
    public static IReadOnlyList<RecognisedForm> All { get; } =
        [NormOfSquares, LogOfLogCurved, LogConvex, Entropy, QuadraticOverLinear, RelativeEntropy, GeometricMean, PowerOverPowers, RootOfQuadratic, ProductOfLike];

    private const int Deepest = 64;

    /// <summary>Whether every entry is a sum of squares of affine, or of convex nonnegative, functions, and of constants ≥ 0.</summary>
    private static bool IsSumOfSquares(Expr expression, Func<Expr, Claim> claimOf, int depth)
    {
        Claim claim = claimOf(expression);
        return claim.IsConstant ? claim.Range.IsNonnegative : depth < Deepest && expression is Application node && node.Primitive switch
        {
            Square => claimOf(node.Arguments[0]) is Claim root && (root.IsAffine || (root.IsConvex && root.Range.IsNonnegative)),
            Power { Exponent: >= 4 } power when Math.IEEERemainder(power.Exponent, 2) == 0 => claimOf(node.Arguments[0]) is Claim root && (root.IsAffine || (root.IsConvex && root.Range.IsNonnegative)),
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

    private static Curvature BendOverLinear(Application node, Func<Expr, Claim> claimOf)
    {
        if (node.Primitive is not Divide)
        {
            return Curvature.Unknown;
        }

        Claim below = claimOf(node.Arguments[1]);
        return below.Range.IsNonnegative && below.IsConcave && IsSumOfSquares(node.Arguments[0], claimOf, 0) ? Curvature.Convex : Curvature.Unknown;
    }

    private static Curvature BendOfRelativeEntropy(Application node, Func<Expr, Claim> claimOf)
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

    /// <summary>The sum of the powers, if every factor is a positive power of something concave and nonnegative, or a nonnegative constant.</summary>
    private static Rational? PowersOf(Expr expression, Func<Expr, Claim> claimOf, Rational outer, int depth)
    {
        Claim claim = claimOf(expression);
        if (!claim.Range.IsNonnegative || depth > Deepest)
        {
            return null;
        }

        if (claim.IsConstant)
        {
            return Rational.Zero;
        }

        Rational? of(Expr factor, Rational power) => PowersOf(factor, claimOf, power, depth + 1);
        Rational? inner = expression is not Application node ? null : node.Primitive switch
        {
            Sqrt => of(node.Arguments[0], outer / Rational.Of(2)),
            Power { Exponent: > 0 } power => of(node.Arguments[0], outer * Rational.Of(power.Exponent)),
            Square => of(node.Arguments[0], outer * Rational.Of(2)),
            Multiply => of(node.Arguments[0], outer) is Rational left && of(node.Arguments[1], outer) is Rational right ? left + right : null,
            Broadcast or Reshape => of(node.Arguments[0], outer),
            _ => null,
        };
        return inner ?? (claim.IsConcave && depth > 0 ? outer : null);
    }

    /// <summary>Whether a quotient has one factor with a power above the others' negative ones by at least one, and constants.</summary>
    private static bool SurplusPower(Application node, Func<Expr, Claim> claimOf)
    {
        Rational above = Rational.Zero, below = Rational.Zero;
        return Read(node, Rational.One, 0) && (above - below - Rational.One).Sign >= 0;

        bool Read(Expr expression, Rational power, int depth)
        {
            Claim claim = claimOf(expression);
            if (depth > Deepest || claim.IsConstant)
            {
                return claim.IsConstant && claim.Range.IsNonnegative;
            }

            if (expression is Application inner)
            {
                switch (inner.Primitive)
                {
                    case Multiply:
                        return Read(inner.Arguments[0], power, depth + 1) && Read(inner.Arguments[1], power, depth + 1);
                    case Divide when power.Sign > 0:
                        return Read(inner.Arguments[0], power, depth + 1) && Read(inner.Arguments[1], -power, depth + 1);
                    case Power own when claimOf(inner.Arguments[0]).Range.IsNonnegative && own.Exponent != 0 && (own.Exponent > 0 || power.Sign > 0):
                        return Read(inner.Arguments[0], power * Rational.Of(own.Exponent), depth + 1);
                    case Square or Sqrt when claimOf(inner.Arguments[0]).Range.IsNonnegative:
                        return Read(inner.Arguments[0], power * Rational.Of(inner.Primitive is Square ? 2 : 0.5), depth + 1);
                    case Broadcast or Reshape:
                        return Read(inner.Arguments[0], power, depth + 1);
                    default:
                        break;
                }
            }

            // What was divided by twice would be back above, and its zeros are not in the domain.
            if (!claim.Range.IsNonnegative || !(power.Sign > 0 ? claim.IsConvex && above.Sign == 0 : claim.IsConcave))
            {
                return false;
            }

            (above, below) = power.Sign > 0 ? (power, below) : (above, below - power);
            return true;
        }
    }

    private static Curvature SimilarlyOrdered(Application node, Func<Expr, Claim> claimOf)
    {
        if (node.Primitive is not Multiply || node.Arguments.Any(argument => claimOf(argument) is not { IsConvex: true, Range.IsNonnegative: true }))
        {
            return Curvature.Unknown;
        }

        return GraphTraversal.TopologicalOrder(node.Arguments[0]).Any(part => part.Shape == node.Shape && !claimOf(part).IsConstant
            && Direction(node.Arguments[0], part, claimOf, 0) is int first && Direction(node.Arguments[1], part, claimOf, 0) is int second && first * second > 0)
            ? Curvature.Convex : Curvature.Unknown;
    }

    /// <summary>Whether each entry rises (1) or falls (−1) with the same entry of a part, and depends on nothing else that moves; 0 if on nothing at all.</summary>
    private static int? Direction(Expr expression, Expr part, Func<Expr, Claim> claimOf, int depth)
    {
        if (expression == part || claimOf(expression).IsConstant)
        {
            return expression == part ? 1 : 0;
        }

        if (depth > Deepest || expression is not Application { Primitive: ElementwisePrimitive } node)
        {
            return null;
        }

        PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Select(argument => new ArgumentFacts(argument.Shape, claimOf(argument).Range, claimOf(argument).Degree))]);
        int result = 0;
        for (int i = 0; i < node.Arguments.Count; i++)
        {
            int slope = facts.Arguments[i].Monotonicity switch { Monotonicity.Nondecreasing => 1, Monotonicity.Nonincreasing => -1, _ => 0 };
            int? own = Direction(node.Arguments[i], part, claimOf, depth + 1) is int inner ? inner * slope : null;
            if (own is null || own * result < 0 || (slope == 0 && !claimOf(node.Arguments[i]).IsConstant))
            {
                return null;
            }

            result = own.Value != 0 ? own.Value : result;
        }

        return result;
    }

    private static Expr? LogOf(Expr expression) => expression is Application { Primitive: Log } logarithm ? logarithm.Arguments[0] : null;
}
