using System.Text;
using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Shaping;

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
                .Append(again ? ", as above" : $": {Reason(proof, step, write)}").Append('\n');
            if (++lines == MostLines)
            {
                return text.Append("…\n").ToString();
            }

            int[] below = again || step.Rule == Rules.Constant.Name ? [] : [.. Followed(proof, step, write).Distinct()];
            for (int i = below.Length - 1; i >= 0; i--)
            {
                bool last = i == below.Length - 1;
                rest.Push((below[i], next.Prefix + next.Below, last ? "└─ " : "├─ ", last ? "   " : "│  "));
            }
        }

        return text.ToString();
    }

    /// <summary>Why a step holds. What is written as one function, such as a convolution or a cross-entropy, may be several operations to the graph: the inner one comes first.</summary>
    private static string Reason(Proof proof, ProofStep step, Func<Expr, string?> write)
    {
        if (step.Gives.IsLinear && step.Expression is Application { Primitive: Reshape } node && node.Arguments[0] is Application { Primitive: Correlation })
        {
            return "a convolution is linear in each argument while the other stays fixed";
        }

        if (step.Polynomial is not null)
        {
            return step.Because;
        }

        ProofStep[] inner = [.. step.Premises.Select(premise => proof.Steps[premise]).Where(premise => !premise.Gives.IsConstant && IsFolded(premise, step, write) && !IsReshapeInText(premise, write))];
        return inner.Length > 0 && step.Expression is Application { Primitive: Reshape } ? inner[0].Because : string.Join("; ", [.. inner.Select(premise => premise.Because), step.Because]);
    }

    /// <summary>Whether a premise takes no line of its own: it cannot be written, or it and the step differ in shape alone.</summary>
    private static bool IsFolded(ProofStep premise, ProofStep step, Func<Expr, string?> write) => premise.Premises.Count > 0
        && (write(premise.Expression) is null || IsReshapeInText(premise, write) || (step.Expression is Application { Primitive: Reshape } && !IsReshapeInText(step, write)));

    private static bool IsReshapeInText(ProofStep step, Func<Expr, string?> write) =>
        step.Expression is Application { Primitive: Reshape } && write(step.Expression)?.StartsWith("reshape(", StringComparison.Ordinal) != false;

    /// <summary>The steps that a step follows from: of a polynomial those about its atoms; in the place of one that cannot be written, or only gives what is known another shape, those that it follows from in turn.</summary>
    private static IEnumerable<int> Followed(Proof proof, ProofStep step, Func<Expr, string?> write)
    {
        IEnumerable<int> premises = step.Polynomial is PolynomialForm form
            ? form.Atoms.Select(atom => Enumerable.Range(0, proof.Steps.Count).First(place => proof.Steps[place].Expression == atom.Expression)).Distinct()
            : step.Premises;
        return premises.Where(premise => !proof.Steps[premise].Gives.IsConstant).SelectMany(premise => IsFolded(proof.Steps[premise], step, write)
            ? Followed(proof, proof.Steps[premise], write)
            : [premise]);
    }

    /// <summary>Where the rules stop, in a sentence: the smallest sub-expression that has a text.</summary>
    /// <param name="obstacle">The obstacle.</param>
    /// <param name="within">The expression in which it lies.</param>
    /// <param name="write">Writes an expression; nothing where it has no text.</param>
    public static string Sentence(Obstacle obstacle, Expr within, Func<Expr, string?> write)
    {
        ArgumentNullException.ThrowIfNull(obstacle);
        ArgumentNullException.ThrowIfNull(within);
        ArgumentNullException.ThrowIfNull(write);
        HashSet<Expr> around = [obstacle.Expression];
        foreach (Expr node in GraphTraversal.TopologicalOrder(within))
        {
            if (around.Contains(node) || node.Arguments.Any(around.Contains))
            {
                around.Add(node);
                if (write(node) is string text)
                {
                    return $"The rules stop at {text}: {obstacle.Missing}.";
                }
            }
        }

        return $"The rules stop at {obstacle.Expression}: {obstacle.Missing}.";
    }

    /// <summary>What is proven, in a word or two.</summary>
    private static string Told(Claim claim)
    {
        string bend = claim.IsConstant ? "constant" : claim.IsLinear ? "linear" : claim.IsAffine ? "affine" : claim.IsConvex ? "convex" : claim.IsConcave ? "concave" : "of unknown curvature";
        string sign = claim.Range.Lower > 0 ? " and positive" : claim.Range.IsNonnegative ? " and ≥ 0" : claim.Range.IsNonpositive ? " and ≤ 0" : "";
        return bend + sign;
    }
}
