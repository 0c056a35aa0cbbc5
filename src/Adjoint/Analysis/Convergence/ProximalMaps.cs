using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Convergence;

/// <summary>Losses that are smooth but for parts with a known proximal map (Parikh and Boyd 2014, chapter 6).</summary>
internal static class ProximalMaps
{
    /// <summary>The verdict; nothing where a part has no known map, or there is no such part.</summary>
    /// <param name="question">The question; its expression is convex.</param>
    /// <param name="loss">The loss taken apart; its rough parts are looked at.</param>
    /// <param name="isBounded">Whether the loss is bounded below for every value.</param>
    public static ProximalVerdict? Of(Question question, SmoothDecomposition loss, bool isBounded)
    {
        if (loss.Rough.Count == 0)
        {
            return null;
        }

        List<string> maps = [];
        HashSet<Variable> taken = [];
        foreach (SmoothPart part in loss.Rough)
        {
            // Several kinks in one variable would need a map of their sum.
            if (MapOf(part.Node, loss.ClaimOf) is not (string map, Variable variable) || !taken.Add(variable))
            {
                return null;
            }

            maps.Add(map);
        }

        foreach (Expr weight in loss.Weights(loss.Rough))
        {
            if (!Prover.Run(question with { Expression = weight }).Conclusion.Range.IsNonnegative)
            {
                return null;
            }
        }

        // What is left when the rough parts are taken away must be convex and smooth on its own.
        Dictionary<Variable, Expr> inner = loss.Parts.ToDictionary(part => part.Slot, part => (Expr)part.Node);
        foreach (SmoothPart part in loss.Rough)
        {
            inner[part.Slot] = Calculus.Linearization.Zeros(part.Node.Shape);
        }

        Question rest = question with { Expression = Refutation.Substitution.Of(loss.Outer, inner) };
        Proof proof = Prover.Run(rest);
        SmoothDecomposition smooth = new(proof);
        if (!proof.Conclusion.IsConvex || smooth.Rough.Count > 0)
        {
            return null;
        }

        double? lipschitz = question.Quantified.Count > 0 ? null : proof.Conclusion.IsAffine ? 0 : Constants.Of(rest, smooth)?.Numbers.Lipschitz;
        string because = isBounded
            ? "the smooth part is convex with a Lipschitz gradient, the rest is convex with a proximal map, and the loss is bounded below: Beck and Teboulle 2009, theorem 3.1"
            : "the loss is not proven to be bounded below";
        return new ProximalVerdict(
            isBounded ? DescentGuarantee.GlobalMinimum : DescentGuarantee.Unknown, [.. loss.Rough.Select(part => part.Node)], string.Join("; ", maps.Distinct()), lipschitz, lipschitz is double l ? l == 0 ? 1 : 1 / l : null, because);
    }

    /// <summary>The proximal map of a part, and the variable that it belongs to.</summary>
    private static (string Map, Variable Variable)? MapOf(Application node, Func<Expr, Claim> claimOf)
    {
        // Entry by entry in the variable's own entries; no entry may be used twice, as a broadcast would.
        Variable? variable = node.Arguments.Count == 0 ? null : Own(node.Arguments[0], claimOf);
        return variable is null || variable.Shape.Size != node.Arguments[0].Shape.Size ? null : node.Primitive switch
        {
            Abs => ("soft thresholding of |·| entry by entry", variable),
            Relu => ("a one-sided shift of relu entry by entry", variable),
            LeakyRelu { Slope: <= 1 } => ("a shift on either side of leakyrelu entry by entry", variable),
            Norm2 when node.Arguments[0] is Variable or Application { Primitive: Reshape or Negate } => ("block soft thresholding of ‖·‖₂", variable),
            _ => null,
        };
    }

    /// <summary>The variable w where an expression is s·w + c entry by entry, s and c constant.</summary>
    private static Variable? Own(Expr root, Func<Expr, Claim> claimOf)
    {
        Expr expression = root;
        while (expression is Application node)
        {
            int[] moving = Composing.Moving([.. node.Arguments.Select(claimOf)]);
            if (moving.Length != 1 || node.Primitive is not (Add or Subtract or Negate or Multiply or Divide or Reshape) || node.Arguments[moving[0]].Shape.Size != node.Shape.Size)
            {
                return null;
            }

            expression = node.Arguments[moving[0]];
        }

        return expression as Variable;
    }
}
