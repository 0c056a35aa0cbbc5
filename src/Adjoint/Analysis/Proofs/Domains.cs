using System.Globalization;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Proofs;

/// <summary>The domain on which an expression was judged, in words.</summary>
internal static class Domains
{
    /// <summary>The restrictions of variables, and what logarithms, roots, divisions and powers demand of their arguments.</summary>
    public static string Of(Question question, Proof proof)
    {
        List<string> parts = [];
        foreach (Variable variable in GraphTraversal.Variables(question.Expression))
        {
            if (question.OneHot.Contains(variable))
            {
                parts.Add($"rows of {variable.Name} one-hot");
            }
            else if (question.Ranges.TryGetValue(variable, out Interval range) && range != Interval.Reals)
            {
                parts.Add($"{variable.Name} {Text(range)}");
            }
        }

        foreach ((Application node, Claim[] claims, PrimitiveFacts facts) in Applications(proof))
        {
            foreach (int pole in Enumerable.Range(0, claims.Length).Where(i => facts.Arguments[i].HasPoleAt0 && claims[i].Range.Contains(0)))
            {
                Expr zero = WithItsZeros(node.Arguments[pole]);
                Interval range = proof.Steps.First(step => step.Expression == zero).Gives.Range;
                parts.Remove($"{zero} {Text(range)}");
                parts.Add(range.IsNonnegative ? $"{zero} > 0" : range.IsNonpositive ? $"{zero} < 0" : $"{zero} ≠ 0");
            }

            for (int i = 0; i < claims.Length; i++)
            {
                Interval domain = facts.Arguments[i].Domain;
                if (!facts.Arguments[i].HasPoleAt0 && !facts.Arguments[i].Admits(claims[i].Range))
                {
                    parts.Remove($"{node.Arguments[i]} {Text(claims[i].Range)}");
                    parts.Add($"{node.Arguments[i]} {Text(domain)}");
                }
            }
        }

        return Contradiction(proof) is string empty ? $"empty: {empty}" : parts.Count == 0 ? "all reals" : string.Join(", ", parts.Distinct());
    }

    /// <summary>Why there is no point at which the expression has a value; nothing where that is not known.</summary>
    public static string? Contradiction(Proof proof)
    {
        foreach ((Application node, Claim[] claims, PrimitiveFacts facts) in Applications(proof))
        {
            for (int i = 0; i < claims.Length; i++)
            {
                (Interval domain, Interval range) = (facts.Arguments[i].Domain, claims[i].Range);
                if (range.Upper < domain.Lower || range.Lower > domain.Upper)
                {
                    return $"{node.Primitive.Name} asks for {node.Arguments[i]} {Text(domain)}, and it is {Text(range)}";
                }

                if (facts.Arguments[i].HasPoleAt0 && range == Interval.Point(0))
                {
                    return $"{node.Primitive.Name} divides by {node.Arguments[i]}, and it is 0";
                }
            }
        }

        return null;
    }

    private static IEnumerable<(Application Node, Claim[] Claims, PrimitiveFacts Facts)> Applications(Proof proof)
    {
        foreach (ProofStep step in proof.Steps)
        {
            // The root of a form that is nowhere negative restricts nothing, though the form's range does not tell.
            if (step.Expression is Application node && step.Rule != Rules.Identity.Name && step.Form != RecognisedForms.RootOfQuadratic.Name)
            {
                Claim[] claims = [.. step.Premises.Select(place => proof.Steps[place].Gives)];
                yield return (node, claims, node.Primitive.Facts([.. node.Arguments.Zip(claims, (argument, claim) => new ArgumentFacts(argument.Shape, claim.Range, claim.Degree))]));
            }
        }
    }

    /// <summary>The innermost part that is zero where an expression is: a square is where its root is.</summary>
    private static Expr WithItsZeros(Expr expression)
    {
        while (expression is Application { Primitive: Square or Abs or Negate or Power { Exponent: > 0 } } node)
        {
            expression = node.Arguments[0];
        }

        return expression;
    }

    private static string Text(Interval range) => range == Interval.Nonnegative ? "≥ 0"
        : range == Interval.Nonpositive ? "≤ 0"
        : range == Interval.Positive ? "> 0"
        : range == -Interval.Positive ? "< 0"
        : range.Lower == range.Upper ? string.Create(CultureInfo.InvariantCulture, $"= {range.Lower:R}")
        : string.Create(CultureInfo.InvariantCulture, $"in [{range.Lower:R}, {range.Upper:R}]");
}
