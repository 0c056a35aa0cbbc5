using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Proofs;

/// <summary>Sums with equal terms, and products with equal factors, brought together: <c>2e − e = e</c>, <c>a·(a·b) = a²·b</c>.</summary>
internal static class LikeTerms
{
    private const int Most = 64;

    // 2⁻⁹⁶⁰: the last places of both factors' product lie 106 places below its first, and the smallest number is 2⁻¹⁰⁷⁴.
    private static readonly double SmallestTold = Math.ScaleB(1, -960);

    /// <summary>A sum in which no term stands twice; nothing if none did.</summary>
    public static Expr? InSum(Application node)
    {
        if (node.Primitive is not (Add or Subtract))
        {
            return null;
        }

        List<(Expr Term, double Factor)> terms = [];
        Collect(node, 1, terms);
        List<(Expr Term, double Factor)> merged = [];
        foreach ((Expr term, double factor) in terms)
        {
            int place = merged.FindIndex(other => other.Term == term);
            if (place < 0)
            {
                merged.Add((term, factor));
            }
            else if (IsExactSum(merged[place].Factor, factor))
            {
                merged[place] = (term, merged[place].Factor + factor);
            }
            else
            {
                return null;
            }
        }

        if (merged.Count == terms.Count || terms.Count > Most)
        {
            return null;
        }

        Expr? sum = null;
        foreach ((Expr term, double factor) in merged.Where(term => term.Factor != 0 || !IsTotal(term.Term)))
        {
            Expr scaled = factor == 1 ? term : factor * term;
            sum = sum is null ? scaled : sum + scaled;
        }

        return sum ?? Calculus.Linearization.Zeros(node.Shape);
    }

    /// <summary>Whether an expression has a value everywhere. A term that has not still restricts where the sum has one, though its factor be zero.</summary>
    private static bool IsTotal(Expr term)
    {
        Dictionary<Expr, Interval> ranges = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(term))
        {
            if (node is not Application application)
            {
                ranges[node] = node is Constant constant ? Claim.RangeOf(constant.Value) : Interval.Reals;
                continue;
            }

            PrimitiveFacts facts = application.Primitive.Facts([.. node.Arguments.Select(argument => new ArgumentFacts(argument.Shape, ranges[argument], null))]);
            if (node.Arguments.Where((argument, i) => !facts.Arguments[i].Admits(ranges[argument])).Any())
            {
                return false;
            }

            ranges[node] = facts.Range;
        }

        return true;
    }

    /// <summary>A product in which no factor stands twice; nothing if none did.</summary>
    public static Expr? InProduct(Application node)
    {
        if (node.Primitive is not Multiply)
        {
            return null;
        }

        List<(Expr Factor, double Power)> factors = [];
        Collect(node, factors, 0);
        if (factors.FindIndex(root => root is { Factor: Application { Primitive: Sqrt }, Power: 1 } && factors.Any(other => other.Factor == root.Factor.Arguments[0])) is var place and >= 0)
        {
            // √e·e = e^1.5: neither has a value where e is negative.
            int other = factors.FindIndex(factor => factor.Factor == factors[place].Factor.Arguments[0]);
            factors[other] = (factors[other].Factor, factors[other].Power + 0.5);
            factors.RemoveAt(place);
        }

        if (factors.All(factor => factor.Power == 1) || factors.Count > Most)
        {
            return null;
        }

        Expr? product = null;
        foreach ((Expr factor, double power) in factors)
        {
            Expr raised = power == 1 ? factor : power == 2 ? Expressions.Square(factor) : Expressions.Power(factor, power);
            product = product is null ? raised : product * raised;
        }

        // e·e alone is the identity of squares; nothing new must come out as it went in.
        return product is Application application && application.Primitive.Equals(node.Primitive) && application.Arguments.SequenceEqual(node.Arguments) ? null : product;
    }

    private static void Collect(Expr expression, double factor, List<(Expr, double)> terms)
    {
        switch (expression)
        {
            case Application { Primitive: Add } sum when terms.Count <= Most:
                Collect(sum.Arguments[0], factor, terms);
                Collect(sum.Arguments[1], factor, terms);
                break;
            case Application { Primitive: Subtract } difference when terms.Count <= Most:
                Collect(difference.Arguments[0], factor, terms);
                Collect(difference.Arguments[1], -factor, terms);
                break;
            case Application { Primitive: Negate } negative:
                Collect(negative.Arguments[0], -factor, terms);
                break;
            case Application { Primitive: Multiply } product when Number(product.Arguments[0]) is double left && IsExactProduct(factor, left):
                Collect(product.Arguments[1], factor * left, terms);
                break;
            case Application { Primitive: Multiply } product when Number(product.Arguments[1]) is double right && IsExactProduct(factor, right):
                Collect(product.Arguments[0], factor * right, terms);
                break;
            default:
                terms.Add((expression, factor));
                break;
        }
    }

    private static void Collect(Expr expression, List<(Expr Factor, double Power)> factors, int depth)
    {
        if (expression is Application { Primitive: Multiply } product && depth < Most)
        {
            Collect(product.Arguments[0], factors, depth + 1);
            Collect(product.Arguments[1], factors, depth + 1);
            return;
        }

        (Expr Factor, double Power) own = expression is Application { Primitive: Square } square ? (square.Arguments[0], 2) : (expression, 1);
        int place = factors.FindIndex(other => other.Factor == own.Factor);
        if (place < 0 && expression is Application { Primitive: Square } && factors.FindIndex(other => other.Factor is Application { Primitive: Abs } absolute && absolute.Arguments[0] == own.Factor) is var magnitude and >= 0)
        {
            // A square is that of the magnitude too.
            factors[magnitude] = (factors[magnitude].Factor, factors[magnitude].Power + 2);
        }
        else if (place < 0)
        {
            factors.Add(own.Power == 2 ? (expression, 1) : own);
        }
        else
        {
            factors[place] = (own.Factor, factors[place].Power + own.Power);
        }
    }

    /// <summary>Whether a sum is not rounded: a rounded factor might have the wrong sign (two-sum: Knuth 1997, section 4.2.2).</summary>
    private static bool IsExactSum(double a, double b)
    {
        double sum = a + b, part = sum - a;
        return double.IsFinite(sum) && (a - (sum - part)) + (b - part) == 0;
    }

    /// <summary>Whether a product is not rounded. What the product lacks is itself a number only where the product is far from the smallest ones.</summary>
    private static bool IsExactProduct(double a, double b) =>
        a == 0 || b == 0 || (double.IsFinite(a * b) && Math.Abs(a * b) >= SmallestTold && Math.FusedMultiplyAdd(a, b, -(a * b)) == 0);

    /// <summary>The number that an expression is, repeated; nothing for others.</summary>
    internal static double? Number(Expr expression) => expression switch
    {
        Constant constant when constant.Shape.Size == 1 => constant.Value.Span[0],
        Application { Primitive: Broadcast or Reshape } repeated => Number(repeated.Arguments[0]),
        _ => null,
    };
}
