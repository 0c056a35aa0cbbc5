using Adjoint.Analysis.Proofs;
using Adjoint.Calculus;
using Adjoint.Graph;

namespace Adjoint.Analysis.Convergence;

/// <summary>A part of a loss: of degree two, or of a form whose second derivative is bounded, or, where the rules stop, of neither.</summary>
/// <param name="Node">The part.</param>
/// <param name="Form">Its form; nothing for one of degree at most two.</param>
/// <param name="Slot">The variable that stands for it in <see cref="SmoothDecomposition.Outer"/>.</param>
internal sealed record SmoothPart(Application Node, SmoothFunction? Form, Variable Slot);

/// <summary>
/// A loss as a linear map (of what moves and) of parts with bounded second derivatives, for every value of what does not move. Where there is one, the gradient is Lipschitz.
/// </summary>
internal sealed class SmoothDecomposition
{
    private readonly Dictionary<Expr, Claim> _claims = [];

    /// <summary>Takes a proven expression apart.</summary>
    public SmoothDecomposition(Proof proof)
    {
        foreach (ProofStep step in proof.Steps)
        {
            _claims[step.Expression] = step.Gives;
        }

        ProofStep last = proof.Steps[^1];
        Root = last.Rule == Rules.Identity.Name ? proof.Steps[last.Premises[0]].Expression : last.Expression;
        (Parts, Rough, HashSet<Expr> above) = Cut(Root);
        Outer = Rebuilt(above);
    }

    /// <summary>The normal form of the loss.</summary>
    public Expr Root { get; }

    /// <summary>The smooth parts.</summary>
    public IReadOnlyList<SmoothPart> Parts { get; }

    /// <summary>The parts of which no bound is known; if there is none, the gradient is Lipschitz.</summary>
    public IReadOnlyList<SmoothPart> Rough { get; }

    /// <summary>The loss with a variable in the place of each part: affine in them and in what moves, together.</summary>
    public Expr Outer { get; }

    /// <summary>Whether there is nothing but degree two.</summary>
    public bool IsQuadratic => Rough.Count == 0 && Parts.All(part => part.Form is null);

    /// <summary>What is proven of a sub-expression of the normal form.</summary>
    public Claim ClaimOf(Expr expression) => _claims[expression];

    /// <summary>The derivative of the loss in each part, which depends neither on the parts nor on what moves.</summary>
    public IReadOnlyList<Expr> Weights(IReadOnlyList<SmoothPart> parts) => parts.Count == 0 ? [] : Outer.Gradient([.. parts.Select(part => part.Slot)]);

    private (List<SmoothPart> Parts, List<SmoothPart> Rough, HashSet<Expr> Above) Cut(Expr root)
    {
        List<SmoothPart> parts = [], rough = [];
        HashSet<Expr> seen = [root], above = [];
        Stack<Expr> waiting = new([root]);
        while (waiting.TryPop(out Expr? expression))
        {
            if (expression is not Application node || ClaimOf(node).IsAffine)
            {
                continue;
            }

            SmoothFunction? form = SmoothFunctions.All.FirstOrDefault(function => function.Matches(node, ClaimOf));
            int[] moving = [.. Enumerable.Range(0, node.Arguments.Count).Where(i => !ClaimOf(node.Arguments[i]).IsConstant)];
            bool linear = moving.All(i => node.Primitive.DependenceOn(i) == Dependence.Linear) && (node.Primitive.IsJointlyLinear || moving.Length == 1);
            bool isQuadratic = ClaimOf(node).Degree <= 2;
            if (isQuadratic || form is not null || !linear)
            {
                List<SmoothPart> own = isQuadratic || form is not null ? parts : rough;
                own.Add(new SmoothPart(node, isQuadratic ? null : form, new Variable($"part{parts.Count + rough.Count}", node.Shape)));
                continue;
            }

            above.Add(node);
            foreach (int i in moving)
            {
                if (seen.Add(node.Arguments[i]))
                {
                    waiting.Push(node.Arguments[i]);
                }
            }
        }

        return (parts, rough, above);
    }

    private Expr Rebuilt(HashSet<Expr> above)
    {
        Dictionary<Expr, Expr> replaced = Parts.Concat(Rough).ToDictionary(part => (Expr)part.Node, part => (Expr)part.Slot);
        foreach (Expr node in GraphTraversal.TopologicalOrder(Root))
        {
            if (above.Contains(node))
            {
                replaced[node] = ((Application)node).Primitive.Apply([.. node.Arguments.Select(argument => replaced.GetValueOrDefault(argument, argument))]);
            }
        }

        return replaced.GetValueOrDefault(Root, Root);
    }
}
