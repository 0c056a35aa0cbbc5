using System.Text;
using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>Proofs and obstacles as text that a student follows: a tree with the conclusion on top, and under each node what it follows from.</summary>
public static class ProofText
{
    private const int MostLines = 200;

    /// <summary>A proof as a tree, one line a node: the expression, what is proven of it, by which rule and fact. What does not move is not followed further.</summary>
    /// <param name="proof">The proof.</param>
    /// <param name="write">Writes an expression; nothing where it has no text, which the graph's own text then stands for.</param>
    public static string Tree(Proof proof, Func<Expr, string?> write)
    {
        ArgumentNullException.ThrowIfNull(proof);
        ArgumentNullException.ThrowIfNull(write);
        StringBuilder text = new();
        HashSet<int> told = [];
        int lines = 0;
        Stack<(int Step, string Prefix, string Branch, string Below)> rest = new([(proof.Steps.Count - 1, "", "", "")]);
        while (rest.TryPop(out (int Step, string Prefix, string Branch, string Below) next))
        {
            ProofStep step = proof.Steps[next.Step];
            bool again = !told.Add(next.Step) && step.Premises.Count > 0;
            text.Append(next.Prefix).Append(next.Branch).Append(write(step.Expression) ?? step.Expression.ToString()).Append(" is ").Append(Told(step.Gives))
                .Append(again ? ", as above" : $": {step.Because}").Append('\n');
            if (++lines == MostLines)
            {
                return text.Append("…\n").ToString();
            }

            int[] below = again || step.Rule == Rules.Constant.Name ? [] : [.. step.Premises.Where(premise => !proof.Steps[premise].Gives.IsConstant || proof.Steps[premise].Gives.IsLinear).Distinct()];
            for (int i = below.Length - 1; i >= 0; i--)
            {
                bool last = i == below.Length - 1;
                rest.Push((below[i], next.Prefix + next.Below, last ? "└─ " : "├─ ", last ? "   " : "│  "));
            }
        }

        return text.ToString();
    }

    /// <summary>Where the rules stop, in a sentence.</summary>
    /// <param name="obstacle">The obstacle.</param>
    /// <param name="write">Writes an expression; nothing where it has no text.</param>
    public static string Sentence(Obstacle obstacle, Func<Expr, string?> write)
    {
        ArgumentNullException.ThrowIfNull(obstacle);
        ArgumentNullException.ThrowIfNull(write);
        return $"The rules stop at {write(obstacle.Expression) ?? obstacle.Expression.ToString()}: {obstacle.Missing}.";
    }

    /// <summary>What is proven, in a word or two.</summary>
    private static string Told(Claim claim)
    {
        string bend = claim.IsConstant ? "constant" : claim.IsLinear ? "linear" : claim.IsAffine ? "affine" : claim.IsConvex ? "convex" : claim.IsConcave ? "concave" : "of unknown curvature";
        string sign = claim.Range.Lower > 0 ? " and positive" : claim.Range.IsNonnegative ? " and ≥ 0" : claim.Range.IsNonpositive ? " and ≤ 0" : "";
        return bend + sign;
    }
}
