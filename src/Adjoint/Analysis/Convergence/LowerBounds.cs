using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Convergence;

/// <summary>Whether a loss is bounded below for every value of what does not move; the bound may depend on that.</summary>
internal static class LowerBounds
{
    /// <summary>What is smaller is taken as 0.</summary>
    public const double Smallest = 1e-300;

    private const int Deepest = 200;

    /// <summary>Whether every entry of an expression is bounded from below by the ranges of its parts: sums, and products with constants, of what is bounded.</summary>
    public static bool IsBounded(Expr expression, Func<Expr, Claim> claimOf) => IsBounded(expression, claimOf, below: true, 0);

    /// <summary>
    /// Whether a convex loss is strongly convex for every value: a sum of convex terms with a positive multiple of Σ(w − c)² for every variable w that moves.
    /// </summary>
    /// <param name="root">The loss.</param>
    /// <param name="claimOf">What is proven of its parts.</param>
    /// <param name="moving">What moves.</param>
    public static bool HasRidge(Expr root, Func<Expr, Claim> claimOf, IReadOnlyList<Variable> moving)
    {
        HashSet<Variable> found = [];
        Stack<(Expr Term, bool Negative)> waiting = new([(root, false)]);
        while (waiting.TryPop(out (Expr Term, bool Negative) next))
        {
            if (next.Term is Application { Primitive: Add } sum)
            {
                waiting.Push((sum.Arguments[0], next.Negative));
                waiting.Push((sum.Arguments[1], next.Negative));
            }
            else if (next.Term is Application { Primitive: Subtract } difference)
            {
                waiting.Push((difference.Arguments[0], next.Negative));
                waiting.Push((difference.Arguments[1], !next.Negative));
            }
            else if (!next.Negative && Ridge(next.Term, claimOf, 0) is Variable variable && moving.Contains(variable))
            {
                found.Add(variable);
            }
            else if (!(next.Negative ? claimOf(next.Term).IsConcave : claimOf(next.Term).IsConvex))
            {
                return false;
            }
        }

        return found.Count == moving.Count;
    }

    /// <summary>The terms of a sum, each with whether it is subtracted.</summary>
    public static IReadOnlyList<(Expr Term, bool IsNegative)> Terms(Expr root)
    {
        List<(Expr Term, bool IsNegative)> terms = [];
        Stack<(Expr Term, bool IsNegative)> waiting = new([(root, false)]);
        while (waiting.TryPop(out (Expr Term, bool IsNegative) next))
        {
            if (next.Term is Application { Primitive: Add or Subtract } sum)
            {
                waiting.Push((sum.Arguments[0], next.IsNegative));
                waiting.Push((sum.Arguments[1], next.IsNegative != sum.Primitive is Subtract));
            }
            else
            {
                terms.Add(next);
            }
        }

        return terms;
    }

    private static bool IsBounded(Expr expression, Func<Expr, Claim> claimOf, bool below, int depth)
    {
        Claim claim = claimOf(expression);
        double end = below ? claim.Range.Lower : claim.Range.Upper;
        if (claim.IsConstant || end == 0 || (double.IsFinite(end) && !HasDeepLogarithm(expression, claimOf)))
        {
            return true;
        }

        if (expression is not Application node || depth > Deepest)
        {
            return false;
        }

        Claim[] claims = [.. node.Arguments.Select(claimOf)];
        int[] moving = Composing.Moving(claims);
        if (!moving.All(i => node.Primitive.DependenceOn(i) == Dependence.Linear) || !(node.Primitive.IsJointlyLinear || moving.Length == 1))
        {
            return false;
        }

        // A linear map with coefficients of one sign, of finitely many entries.
        PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Zip(claims, (argument, own) => new ArgumentFacts(argument.Shape, own.Range, own.Degree))]);
        return moving.All(i => facts.Arguments[i].Monotonicity switch
        {
            Monotonicity.Nondecreasing => IsBounded(node.Arguments[i], claimOf, below, depth + 1),
            Monotonicity.Nonincreasing => IsBounded(node.Arguments[i], claimOf, !below, depth + 1),
            _ => false,
        });
    }

    /// <summary>
    /// Whether a logarithm is taken of what comes as near to 0 as it likes: float64 ends at e⁻⁷⁴⁴, and ranges with it, but the loss does not.
    /// </summary>
    public static bool HasDeepLogarithm(Expr expression, Func<Expr, Claim> claimOf) => GraphTraversal.TopologicalOrder(expression).Any(part =>
        part is Application { Primitive: Log or ProductWithLog } node && !claimOf(node).IsConstant && claimOf(node.Arguments[^1]).Range.Lower < Smallest);

    /// <summary>The variable w of a positive multiple of Σ(w − c)²; nothing for other forms.</summary>
    private static Variable? Ridge(Expr term, Func<Expr, Claim> claimOf, int depth) => depth > Deepest || term is not Application node ? null : node.Primitive switch
    {
        Multiply when IsPositive(claimOf(node.Arguments[0])) => Ridge(node.Arguments[1], claimOf, depth + 1),
        Multiply or Divide when IsPositive(claimOf(node.Arguments[1])) => Ridge(node.Arguments[0], claimOf, depth + 1),
        Reshape when node.Shape.Size == 1 => Ridge(node.Arguments[0], claimOf, depth + 1),
        SumTo when node.Shape.Size == 1 && node.Arguments[0] is Application { Primitive: Square } square => Shifted(square.Arguments[0], claimOf),
        Square when node.Shape.Size == 1 => Shifted(node.Arguments[0], claimOf),
        _ => null,
    };

    private static bool IsPositive(Claim claim) => claim.IsConstant && claim.Range.Lower > 0;

    /// <summary>The variable w of ±w ± c.</summary>
    private static Variable? Shifted(Expr root, Func<Expr, Claim> claimOf) => root switch
    {
        Variable variable => variable,
        Application { Primitive: Negate } negative => negative.Arguments[0] as Variable,
        Application { Primitive: Add or Subtract } sum => claimOf(sum.Arguments[1]).IsConstant ? sum.Arguments[0] as Variable : claimOf(sum.Arguments[0]).IsConstant ? sum.Arguments[1] as Variable : null,
        _ => null,
    };
}
