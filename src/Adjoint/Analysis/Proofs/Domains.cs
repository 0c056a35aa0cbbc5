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

        foreach (ProofStep step in proof.Steps)
        {
            if (step.Expression is not Application node || step.Rule == Rules.Identity.Name)
            {
                continue;
            }

            Claim[] claims = [.. step.Premises.Select(place => proof.Steps[place].Gives)];
            PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Zip(claims, (argument, claim) => new ArgumentFacts(argument.Shape, claim.Range, claim.Degree))]);
            if (Pole(node) is int pole && claims[pole].Range.Contains(0))
            {
                parts.Add($"{node.Arguments[pole]} ≠ 0");
            }

            for (int i = 0; i < claims.Length; i++)
            {
                Interval domain = facts.Arguments[i].Domain;
                if (claims[i].Range.Lower < domain.Lower || claims[i].Range.Upper > domain.Upper)
                {
                    parts.Add($"{node.Arguments[i]} {Text(domain)}");
                }
            }
        }

        return parts.Count == 0 ? "all reals" : string.Join(", ", parts.Distinct());
    }

    /// <summary>The argument that must not be zero: a divisor, or what a negative power is taken of.</summary>
    private static int? Pole(Application node) => node.Primitive switch
    {
        Divide => 1,
        Power { Exponent: < 0 } => 0,
        _ => null,
    };

    private static string Text(Interval range) => range == Interval.Nonnegative ? "≥ 0"
        : range == Interval.Nonpositive ? "≤ 0"
        : range == Interval.Positive ? "> 0"
        : range == -Interval.Positive ? "< 0"
        : string.Create(CultureInfo.InvariantCulture, $"in [{range.Lower:R}, {range.Upper:R}]");
}
