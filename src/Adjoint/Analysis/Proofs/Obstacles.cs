using Adjoint.Graph;
using Adjoint.Graph.Facts;

namespace Adjoint.Analysis.Proofs;

/// <summary>Finds where the rules stop: the smallest sub-expression that has lost a property which all its arguments have.</summary>
internal static class Obstacles
{
    /// <summary>The first sub-expression of which no curvature is known, though some is of all its arguments; of those, the one with the smallest text below it.</summary>
    public static Obstacle? ToConvexity(Proof proof) => First(proof, claim => claim.IsConvex || claim.IsConcave);

    /// <summary>The first sub-expression that is not affine though its arguments are.</summary>
    public static Obstacle? ToAffinity(Proof proof) => First(proof, claim => claim.IsAffine, affine: true);

    private static Obstacle? First(Proof proof, Func<Claim, bool> has, bool affine = false)
    {
        foreach (ProofStep step in proof.Steps)
        {
            if (step.Rule != Rules.Identity.Name && !has(step.Gives) && step.Premises.All(place => has(proof.Steps[place].Gives)) && step.Expression is Application node)
            {
                Claim[] claims = [.. step.Premises.Select(place => proof.Steps[place].Gives)];
                PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Zip(claims, (argument, claim) => new ArgumentFacts(argument.Shape, claim.Range, claim.Degree))]);
                return new Obstacle(node, affine
                    ? Composing.Moving(claims).Length > 1 ? $"{node.Primitive.Name} is linear in each of its arguments at most, and {Composing.Moving(claims).Length} of them move together" : $"{node.Primitive.Name} is not affine"
                    : Composing.Missing(node, facts, claims));
            }
        }

        // Every part bends in one way, and the whole in the other.
        return proof.Steps[^1].Expression is Application && proof.Conclusion.IsConcave ? new Obstacle(proof.Expression, "it is concave, and not convex") : null;
    }
}
