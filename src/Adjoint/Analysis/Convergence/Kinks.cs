using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;
using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// The kinks of a convex loss, apart from all that is smooth: parts that are affine in pieces change their slope only at kinks, and no other convex part can take such a change back. A steep bend, such as that of huber, is none,
/// however narrow.
/// </summary>
internal static class Kinks
{
    /// <summary>The loss without its smooth parts; nothing where a part that is left may bend without a kink, or there is none.</summary>
    /// <param name="loss">The loss taken apart; it is convex.</param>
    public static Expr? Of(SmoothDecomposition loss)
    {
        if (loss.Rough.Count == 0 || !loss.Rough.All(part => IsOfPieces(part.Node, loss.ClaimOf) || IsNorm(part.Node)))
        {
            return null;
        }

        Dictionary<Variable, Expr> inner = loss.Rough.ToDictionary(part => part.Slot, part => (Expr)part.Node);
        foreach (SmoothPart part in loss.Parts)
        {
            inner[part.Slot] = Linearization.Zeros(part.Node.Shape);
        }

        return Substitution.Of(loss.Outer, inner);
    }

    /// <summary>Whether an expression is made of affine pieces.</summary>
    private static bool IsOfPieces(Expr expression, Func<Expr, Claim> claimOf)
    {
        if (claimOf(expression).IsAffine)
        {
            return true;
        }

        if (expression is not Application node)
        {
            return false;
        }

        int[] moving = Composing.Moving([.. node.Arguments.Select(claimOf)]);
        bool linear = moving.All(i => node.Primitive.DependenceOn(i) == Dependence.Linear) && (node.Primitive.IsJointlyLinear || moving.Length == 1);
        return (linear || node.Primitive is Abs or Relu or LeakyRelu or Maximum or Minimum or Max or Min) && moving.All(i => IsOfPieces(node.Arguments[i], claimOf));
    }

    /// <summary>The length of a variable, which has a kink at 0; that of other affine expressions may never come there.</summary>
    private static bool IsNorm(Application node) => node.Primitive is Norm2 && node.Arguments[0] is Variable or Application { Primitive: Reshape or Negate, Arguments: [Variable] };
}
