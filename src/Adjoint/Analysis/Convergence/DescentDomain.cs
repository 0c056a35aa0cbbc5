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

                if (!facts.Arguments[i].Admits(claims[i].Range))
                {
                    return $"{node.Arguments[i]} must lie in {facts.Arguments[i].Domain}{(facts.Arguments[i].HasPoleAt0 ? " and not be 0" : "")}, which descent may leave";
                }
            }
        }

        return null;
    }
}
