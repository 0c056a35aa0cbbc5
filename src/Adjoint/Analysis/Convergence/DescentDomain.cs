using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Convergence;

/// <summary>Whether a loss is defined for all values of what moves.</summary>
internal static class DescentDomain
{
    /// <summary>Why it is not; nothing where it is.</summary>
    /// <param name="proof">What is proven of the loss.</param>
    /// <param name="loss">The loss taken apart.</param>
    public static string? Restriction(Proof proof, SmoothDecomposition loss)
    {
        foreach (Identity identity in Identities.All.Where(identity => identity.Where.Length > 0))
        {
            if (proof.Replacements.Any(replacement => replacement.Identity == identity.Name))
            {
                return $"{identity.Name} holds only where {identity.Where}";
            }
        }

        foreach (ProofStep step in proof.Steps)
        {
            if (step.Rule == Rules.Identity.Name || step.Expression is not Application node)
            {
                continue;
            }

            Claim[] claims = [.. step.Premises.Select(place => proof.Steps[place].Gives)];
            PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Zip(claims, (argument, claim) => new ArgumentFacts(argument.Shape, claim.Range, claim.Degree))]);
            for (int i = 0; i < claims.Length; i++)
            {
                // Exponentials are above 0, though their range does not say so.
                if (claims[i].IsConstant || (node.Primitive is Log && SmoothFunctions.Exponentials(node.Arguments[0], loss.ClaimOf, 0) is { Count: > 0 }))
                {
                    continue;
                }

                if (i == Pole(node) && claims[i].Range.Contains(0))
                {
                    return $"{node.Arguments[i]} must not be 0, which descent may meet";
                }

                if (claims[i].Range.Lower < facts.Arguments[i].Domain.Lower || claims[i].Range.Upper > facts.Arguments[i].Domain.Upper)
                {
                    return $"{node.Arguments[i]} must lie in {facts.Arguments[i].Domain}, which descent may leave";
                }
            }
        }

        return null;
    }

    /// <summary>The argument that must not be zero: a divisor, or what a negative whole power is taken of.</summary>
    private static int? Pole(Application node) => node.Primitive switch
    {
        Divide => 1,
        Power { Exponent: < 0 } power when power.Exponent == Math.Floor(power.Exponent) => 0,
        _ => null,
    };
}
