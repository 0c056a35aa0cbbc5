using Adjoint.Analysis.Proofs;
using Adjoint.Graph;

namespace Adjoint.Analysis.Checking;

/// <summary>Which expressions are equal by some uses of identities, and because equal primitives of equal arguments are equal (congruence closure).</summary>
internal sealed class EqualityClosure(IReadOnlyList<Replacement> replacements)
{
    private readonly Dictionary<Expr, int> _classes = [];
    private readonly List<int> _parents = [];

    /// <summary>Why two expressions are not equal by this; nothing if they are.</summary>
    public string? Difference(Expr first, Expr second)
    {
        List<Expr> roots = [first, second];
        List<(Expr Before, Expr After)> equal = [];
        foreach (Replacement replacement in replacements)
        {
            Expr? own = replacement.Before is Application before ? Identities.All.FirstOrDefault(identity => identity.Name == replacement.Identity)?.Rewrite(before) : null;
            if (own is null || own.Shape != replacement.Before.Shape)
            {
                return $"the identity '{replacement.Identity}' does not apply to {replacement.Before}";
            }

            equal.Add((replacement.Before, own));
            roots.AddRange([replacement.Before, replacement.After, own]);
        }

        IReadOnlyList<Expr> nodes = GraphTraversal.TopologicalOrder([.. roots]);
        foreach (Expr node in nodes)
        {
            _classes[node] = _parents.Count;
            _parents.Add(_parents.Count);
        }

        equal.ForEach(pair => Join(pair.Before, pair.After));
        while (JoinCongruent(nodes))
        {
        }

        return replacements.FirstOrDefault(replacement => Class(replacement.Before) != Class(replacement.After)) is Replacement wrong ? $"the identity '{wrong.Identity}' does not give {wrong.After}"
            : Class(first) != Class(second) ? "the identities do not lead from one expression to the other" : null;
    }

    private bool JoinCongruent(IReadOnlyList<Expr> nodes)
    {
        bool joined = false;
        Dictionary<(object Operation, ValueList<int> Arguments), Expr> seen = [];
        foreach (Expr node in nodes.Where(node => node is not Variable))
        {
            object operation = node is Application application ? application.Primitive : string.Join(' ', ((Constant)node).ToTensor().Span.ToArray().Select(BitConverter.DoubleToInt64Bits));
            (object, ValueList<int>) key = (operation, ValueList.Create<int>([node.Shape.Rank, .. node.Shape, .. node.Arguments.Select(Class)]));
            joined |= !seen.TryAdd(key, node) && Join(node, seen[key]);
        }

        return joined;
    }

    private bool Join(Expr first, Expr second)
    {
        (int a, int b) = (Class(first), Class(second));
        _parents[a] = b;
        return a != b;
    }

    private int Class(Expr node) => Class(_classes[node]);

    private int Class(int place) => _parents[place] == place ? place : Class(_parents[place]);
}
