using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Checking;

/// <summary>Recognises the forms of the table by their names, curves, and domains that are convex.</summary>
internal sealed class FormRules(Func<Expr, Claim> claimOf)
{
    private const int Deepest = 64;

    /// <summary>How a node bends if it is of the form: whether convex, whether concave.</summary>
    public (bool Convex, bool Concave) Bend(string name, Application node)
    {
        RecognisedForm? form = RecognisedForms.All.FirstOrDefault(known => known.Name == name);
        bool Is(RecognisedForm other) => form == other;
        return node.Primitive switch
        {
            Sqrt when Is(RecognisedForms.NormOfSquares) => (Squares(node.Arguments[0]), false),
            Log when Is(RecognisedForms.LogOfLogCurved) => (LogConvex(node.Arguments[0], Deepest), LogConcave(node.Arguments[0], Deepest)),
            Multiply or Divide or Sqrt or Power when Is(RecognisedForms.LogConvex) => (LogConvex(node, Deepest), false),
            Multiply or ProductWithLog when Is(RecognisedForms.Entropy) => (Factors(node).Any(pair => pair.First == pair.OfLog && claimOf(pair.First).IsAffine), false),
            Divide when Is(RecognisedForms.QuadraticOverLinear) => (Squares(node.Arguments[0]) && claimOf(node.Arguments[1]) is { IsConcave: true, Range.Lower: >= 0 }, false),
            Multiply or ProductWithLog when Is(RecognisedForms.RelativeEntropy) => (Factors(node).Any(pair => pair.OfLog is Application { Primitive: Divide } ratio && ratio.Arguments[0] == pair.First
                && ratio.Arguments.All(part => claimOf(part) is { IsAffine: true, Range.Lower: >= 0 })), false),
            Sqrt or Power or Multiply when Is(RecognisedForms.GeometricMean) => (false, IsProduct(node, concave: true)),
            Multiply or Divide when Is(RecognisedForms.PowerOverPowers) => (IsProduct(node, concave: false), false),
            Multiply when Is(RecognisedForms.ProductOfLike) => (node.Arguments.All(factor => claimOf(factor) is { IsConvex: true, Range.Lower: >= 0 })
                && GraphTraversal.TopologicalOrder(node.Arguments[0]).Any(part => part.Shape == node.Shape
                    && ((Follows(node.Arguments[0], part, true) && Follows(node.Arguments[1], part, true)) || (Follows(node.Arguments[0], part, false) && Follows(node.Arguments[1], part, false)))), false),
            _ => (false, false),
        };
    }

    /// <summary>Whether a function of one number, applied to each entry of a part, is convex when it is multiplied by a sign.</summary>
    public bool Bends(EntrywiseCurve curve, Expr expression, int sign)
    {
        Claim part = claimOf(curve.Part);
        bool Holds(Func<int, int, bool> hasSign) => hasSign(2, sign) && (part.IsAffine || (part.IsConvex && hasSign(1, sign)) || (part.IsConcave && hasSign(1, -sign)));
        if (curve.Pieces is not { } ends)
        {
            return Function(curve.Part, expression, RationalFunction.Unknown, []) is RationalFunction quotient && quotient.IsDefinedInside(part.Range)
                && Holds((order, direction) => (order == 1 ? quotient.Derivative() : quotient.Derivative().Derivative()).HasSign(part.Range, direction));
        }

        return ends.Count > 1 && ends[0] <= part.Range.Lower && ends[^1] >= part.Range.Upper && Enumerable.Range(1, ends.Count - 1).All(i => ends[i - 1] < ends[i]
            && Function(curve.Part, expression, Jet.Unknown(new Interval(ends[i - 1], ends[i])), []) is Jet jet
            && Holds((order, direction) => (order == 1 ? jet.Slope : jet.Bend) is var derivative && (direction > 0 ? derivative.Lower >= 0 : derivative.Upper <= 0)));
    }

    private static T? Function<T>(Expr part, Expr expression, T unknown, Dictionary<Expr, T?> known)
        where T : class, ICurve<T>
    {
        bool isEven = part is Application { Primitive: Abs } && expression is Application { Primitive: Square or Power { Exponent: 2 or 4 or 6 or 8 } } && expression.Arguments[0] == part.Arguments[0];
        T?[] inner = expression == part || known.ContainsKey(expression) ? [] : [.. expression.Arguments.Select(argument => isEven ? unknown : Function(part, argument, unknown, known))];
        return expression == part ? unknown : known.TryGetValue(expression, out T? function) ? function : known[expression] = expression switch
        {
            Constant constant => constant.ToTensor().Span.ToArray().Distinct().ToArray() is [double value] ? T.Number(value) : null,
            Application { Primitive: Broadcast or Reshape } => GraphTraversal.Variables(expression).Count == 0 ? inner[0] : null,
            Application { Primitive: ElementwisePrimitive } node when !inner.Contains(null) => T.Of(node.Primitive, inner!),
            _ => null,
        };
    }

    /// <summary>Whether the points at which a node's arguments lie in its domain form a convex set.</summary>
    public bool DomainIsConvex(Application node, PrimitiveFacts facts) => Enumerable.Range(0, node.Arguments.Count).All(i =>
    {
        Claim claim = claimOf(node.Arguments[i]);
        (Interval domain, Interval range) = (facts.Arguments[i].Domain, claim.Range);
        bool straddles = facts.Arguments[i].HasPoleAt0 && range.Lower < 0 && range.Upper > 0;
        bool below = range.Lower >= domain.Lower || claim.IsConcave || (domain.Lower is 0 or double.Epsilon && PositiveSetIsConvex(node.Arguments[i], Deepest));
        bool above = range.Upper <= domain.Upper || claim.IsConvex;
        return claim.IsConstant || (!straddles && below && above);
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

    /// <summary>The factors of a product of powers that move, with their powers, and constants that may be negative; what is divided by twice being one factor.</summary>
    private IEnumerable<(Claim Factor, Rational Power)> Factors(Expr expression, Rational power)
    {
        bool hasPowers = claimOf(expression.Arguments.FirstOrDefault(expression)).Range.Lower >= 0;
        (double First, double Second)? scales = claimOf(expression).IsConstant || expression is not Application node ? null : node.Primitive switch
        {
            Power { Exponent: not 0 } own when hasPowers => (own.Exponent, 0),
            Square when hasPowers => (2, 0),
            Sqrt when hasPowers => (0.5, 0),
            Broadcast or Reshape or Multiply => (1, 1),
            Divide => (1, -1),
            _ => null,
        };
        return scales is not var (first, second) || (power.Sign < 0 && Math.Min(first, second) < 0)
            ? [(claimOf(expression), claimOf(expression) is { IsConstant: true, Range.Lower: >= 0 } ? Rational.Zero : power)]
            : expression.Arguments.SelectMany((argument, i) => Factors(argument, power * Rational.Of(i == 0 ? first : second)));
    }

    private bool IsProduct(Application node, bool concave) => Factors(node, Rational.One).Where(factor => factor.Power.Sign != 0).ToArray() is var factors
        && factors.All(factor => factor.Factor.Range.Lower >= 0 && (concave || factor.Power.Sign < 0 ? factor.Factor.IsConcave : factor.Factor.IsConvex) && (!concave || factor.Power.Sign > 0))
        && (concave || factors.Count(factor => factor.Power.Sign > 0) == 1)
        && (factors.Aggregate(Rational.Zero, (sum, factor) => sum + factor.Power) - Rational.One).Sign is var excess && (concave ? excess <= 0 : excess >= 0);

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
