using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Checking;

/// <summary>Recognises the forms of the table by their names, and domains that are convex.</summary>
internal sealed class FormRules(Func<Expr, Claim> claimOf)
{
    private const int Deepest = 64;

    /// <summary>How a node bends if it is of the form: whether convex, whether concave.</summary>
    public (bool Convex, bool Concave) Bend(string name, Application node)
    {
        string? form = RecognisedForms.All.FirstOrDefault(known => known.Name == name)?.Name;
        return (form?[0], node.Primitive) switch
        {
            ('√', Sqrt) => (Squares(node.Arguments[0]), false),
            ('l', Log) => (LogConvex(node.Arguments[0], Deepest), LogConcave(node.Arguments[0], Deepest)),
            ('w', Multiply or Divide or Sqrt or Power) => (LogConvex(node, Deepest), false),
            ('e', Multiply or ProductWithLog) => (Factors(node).Any(pair => pair.First == pair.OfLog && claimOf(pair.First).IsAffine), false),
            ('Σ', Divide) => (Squares(node.Arguments[0]) && claimOf(node.Arguments[1]) is { IsConcave: true, Range.Lower: >= 0 }, false),
            ('a', Multiply or ProductWithLog) => (Factors(node).Any(pair => pair.OfLog is Application { Primitive: Divide } ratio && ratio.Arguments[0] == pair.First
                && ratio.Arguments.All(part => claimOf(part) is { IsAffine: true, Range.Lower: >= 0 })), false),
            ('Π', Sqrt or Power or Multiply) => (false, Powers(node) is Rational sum && (sum - Rational.One).Sign <= 0),
            ('f', Multiply) => (node.Arguments.All(factor => claimOf(factor) is { IsConvex: true, Range.Lower: >= 0 })
                && GraphTraversal.TopologicalOrder(node.Arguments[0]).Any(part => part.Shape == node.Shape
                    && ((Follows(node.Arguments[0], part, true) && Follows(node.Arguments[1], part, true)) || (Follows(node.Arguments[0], part, false) && Follows(node.Arguments[1], part, false)))), false),
            _ => (false, false),
        };
    }

    /// <summary>Whether the points at which a node's arguments lie in its domain form a convex set.</summary>
    public bool DomainIsConvex(Application node, PrimitiveFacts facts) => Enumerable.Range(0, node.Arguments.Count).All(i =>
    {
        Claim claim = claimOf(node.Arguments[i]);
        (Interval domain, Interval range) = (facts.Arguments[i].Domain, claim.Range);
        bool canDivideByZero = (node.Primitive is Divide && i == 1) || node.Primitive is Power { Exponent: < 0 };
        bool straddles = range.Lower < 0 && range.Upper > 0 && domain.Lower < 0;
        bool below = range.Lower >= domain.Lower || claim.IsConcave || (domain.Lower is 0 or double.Epsilon && PositiveSetIsConvex(node.Arguments[i], Deepest));
        bool above = range.Upper <= domain.Upper || claim.IsConvex;
        return claim.IsConstant || (!(canDivideByZero && straddles) && below && above);
    });

    private bool PositiveSetIsConvex(Expr expression, int depth) => claimOf(expression) is { IsConcave: true } or { Range.Lower: > 0 }
        || (depth > 0 && expression is Application node && node.Primitive switch
        {
            Exp or Sigmoid or Softplus => true,
            Multiply or Divide or Square or Power => node.Arguments.All(part => claimOf(part).Range.Lower >= 0 && PositiveSetIsConvex(part, depth - 1)),
            Sqrt or Broadcast or Reshape => PositiveSetIsConvex(node.Arguments[0], depth - 1),
            _ => false,
        });

    private static (Expr First, Expr? OfLog)[] Factors(Application node) => node.Primitive is ProductWithLog
        ? [(node.Arguments[0], node.Arguments[1])]
        : [(node.Arguments[0], Logarithm(node.Arguments[1])), (node.Arguments[1], Logarithm(node.Arguments[0]))];

    private static Expr? Logarithm(Expr expression) => expression is Application { Primitive: Log } log ? log.Arguments[0] : null;

    private bool Squares(Expr expression)
    {
        Claim claim = claimOf(expression);
        return claim.IsConstant ? claim.Range.Lower >= 0 : expression is Application node && node.Primitive switch
        {
            Square or Power { Exponent: 4 or 6 or 8 or 10 or 12 or 14 or 16 } => claimOf(node.Arguments[0]) is { IsAffine: true } or { IsConvex: true, Range.Lower: >= 0 },
            Add or SumTo or Broadcast or Reshape => node.Arguments.All(Squares),
            Multiply => (claimOf(node.Arguments[0]).IsConstant || claimOf(node.Arguments[1]).IsConstant) && node.Arguments.All(Squares),
            _ => false,
        };
    }

    private bool LogConvex(Expr expression, int depth)
    {
        Claim claim = claimOf(expression);
        return claim.IsConstant ? claim.Range.Lower >= 0 : depth > 0 && expression is Application node && node.Primitive switch
        {
            Exp => claimOf(node.Arguments[0]).IsConvex,
            Power { Exponent: < 0 } => LogConcave(node.Arguments[0], depth - 1),
            Divide => LogConvex(node.Arguments[0], depth - 1) && LogConcave(node.Arguments[1], depth - 1),
            Add or Multiply or SumTo or Broadcast or Reshape or Sqrt or Square or Power => node.Arguments.All(part => LogConvex(part, depth - 1)),
            _ => false,
        };
    }

    private bool LogConcave(Expr expression, int depth)
    {
        Claim claim = claimOf(expression);
        return claim.Range.Lower >= 0 && (claim.IsConcave || (depth > 0 && expression is Application node && node.Primitive switch
        {
            Exp or Sigmoid => claimOf(node.Arguments[0]).IsConcave,
            Power { Exponent: < 0 } => LogConvex(node.Arguments[0], depth - 1),
            Divide => LogConcave(node.Arguments[0], depth - 1) && LogConvex(node.Arguments[1], depth - 1),
            Multiply or Broadcast or Reshape or Sqrt or Square or Power => node.Arguments.All(part => LogConcave(part, depth - 1)),
            _ => false,
        }));
    }

    /// <summary>The least sum of the powers of concave nonnegative factors that a product can be read as.</summary>
    private Rational? Powers(Expr expression, bool whole = true)
    {
        Claim claim = claimOf(expression);
        if (claim.IsConstant || !(whole || claim.Range.Lower >= 0))
        {
            return claim.IsConstant && claim.Range.Lower >= 0 ? Rational.Zero : null;
        }

        Rational?[] inner = [.. expression.Arguments.Select(argument => Powers(argument, false))];
        Rational? product = expression is not Application node || inner.Contains(null) ? null : node.Primitive switch
        {
            Sqrt => inner[0] / Rational.Of(2),
            Power { Exponent: > 0 } power => inner[0] * Rational.Of(power.Exponent),
            Square => inner[0] * Rational.Of(2),
            Multiply or Broadcast or Reshape => inner.Aggregate((left, right) => left + right),
            _ => null,
        };
        return product ?? (claim.IsConcave && !whole ? Rational.One : null);
    }

    /// <summary>Whether each entry depends on the same entry of a part alone and does not fall (or does not rise) with it.</summary>
    private bool Follows(Expr expression, Expr part, bool rising)
    {
        if (expression == part || claimOf(expression).IsConstant)
        {
            return claimOf(expression).IsConstant || rising;
        }

        if (expression is not Application { Primitive: ElementwisePrimitive } node)
        {
            return false;
        }

        PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Select(argument => new ArgumentFacts(argument.Shape, claimOf(argument).Range, claimOf(argument).Degree))]);
        return Enumerable.Range(0, node.Arguments.Count).All(i => claimOf(node.Arguments[i]).IsConstant || facts.Arguments[i].Monotonicity switch
        {
            Monotonicity.Nondecreasing => Follows(node.Arguments[i], part, rising),
            Monotonicity.Nonincreasing => Follows(node.Arguments[i], part, !rising),
            _ => false,
        });
    }
}
