using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Takes away the kinks that a loss never turns at: where e ≥ 0, relu(e) and |e| are e, and so is the larger of two where it never is the smaller one. At the border of that range the derivatives of such a part are taken as those
/// of a kink, though it has none.
/// </summary>
internal static class IdentityKinks
{
    /// <summary>The question and its loss taken apart, without such kinks; nothing where the loss cannot be proven to be convex and smooth any more.</summary>
    /// <param name="question">The question.</param>
    /// <param name="loss">The loss taken apart.</param>
    public static (Question Question, SmoothDecomposition Loss)? Removed(Question question, SmoothDecomposition loss)
    {
        Dictionary<Expr, Expr> known = [];
        bool changed = false;
        foreach (Expr node in GraphTraversal.TopologicalOrder(loss.Root))
        {
            known[node] = node is not Application application ? node : Rewritten(application);
        }

        if (!changed)
        {
            return (question, loss);
        }

        question = question with { Expression = known[loss.Root] };
        Proof proof = Prover.Run(question);
        loss = new SmoothDecomposition(proof);
        return proof.Conclusion.IsConvex && loss.Rough.Count == 0 ? (question, loss) : null;

        Expr Rewritten(Application node)
        {
            Expr[] arguments = [.. node.Arguments.Select(argument => known[argument])];
            if (Same(node, loss.ClaimOf) is int place)
            {
                changed = true;
                return arguments[place];
            }

            if (node.Primitive is Abs && !loss.ClaimOf(node).IsConstant && loss.ClaimOf(node.Arguments[0]).Range.IsNonpositive)
            {
                changed = true;
                return -arguments[0];
            }

            return arguments.SequenceEqual(node.Arguments) ? node : node.Primitive.Apply(arguments);
        }
    }

    /// <summary>The argument that a part is equal to.</summary>
    private static int? Same(Application node, Func<Expr, Claim> claimOf)
    {
        if (claimOf(node).IsConstant)
        {
            return null;
        }

        Graph.Facts.Interval[] ranges = [.. node.Arguments.Select(argument => claimOf(argument).Range)];
        return node.Primitive switch
        {
            Abs or Relu or LeakyRelu when ranges[0].IsNonnegative => 0,
            Maximum when ranges[0].Lower >= ranges[1].Upper => 0,
            Maximum when ranges[1].Lower >= ranges[0].Upper => 1,
            Minimum when ranges[0].Upper <= ranges[1].Lower => 0,
            Minimum when ranges[1].Upper <= ranges[0].Lower => 1,
            _ => null,
        };
    }
}
