using Adjoint.Graph;
using Adjoint.Primitives.Convolution;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Execution.Passes;

/// <summary>A correlation with what is done to each of its results before they are stored.</summary>
/// <param name="Node">The correlation.</param>
/// <param name="Bias">One number an output channel, added; or nothing.</param>
/// <param name="Relu">Whether a rectifier follows.</param>
/// <param name="Gate">A value of the result's shape that gates it; or nothing.</param>
internal sealed record FusedCorrelation(Application Node, Expr? Bias, bool Relu, Expr? Gate);

/// <summary>
/// Decides which expressions are computed together: a correlation with its bias, rectifier or gate, and chains of
/// entry-by-entry operations. Every other expression is a step of its own. An expression is taken into a group only
/// if nothing outside the group reads it, so each group has one result: its root.
/// </summary>
internal sealed class Fusion
{
    /// <summary>Operations in one chain at most: each keeps a block of scratch memory for every worker's part.</summary>
    private const int LongestChain = 32;

    private readonly Dictionary<Expr, List<Expr>> _readers = [];
    private readonly Dictionary<Expr, Expr> _root = [];
    private readonly Dictionary<Expr, FusedCorrelation> _correlations = [];
    private readonly Dictionary<Expr, int> _lengths = [];

    private Fusion()
    {
    }

    public static Fusion Of(IReadOnlyList<Expr> order, IReadOnlyList<Expr> outputs)
    {
        Fusion fusion = new();
        foreach (Expr node in order)
        {
            fusion._readers[node] = [];
            foreach (Expr argument in node.Arguments)
            {
                fusion._readers[argument].Add(node);
            }
        }

        HashSet<Expr> kept = [.. outputs];
        for (int i = order.Count - 1; i >= 0; i--)
        {
            if (order[i] is Application application && !fusion._root.ContainsKey(application))
            {
                fusion.TakeCorrelation(application, kept);
            }
        }

        for (int i = order.Count - 1; i >= 0; i--)
        {
            if (order[i] is Application { Primitive: ElementwisePrimitive } application && !fusion._root.ContainsKey(application))
            {
                fusion.TakeElementwise(application, kept);
            }
        }

        return fusion;
    }

    /// <summary>The fused correlation whose result an expression is; nothing for other expressions.</summary>
    public FusedCorrelation? CorrelationAt(Expr root) => _correlations.GetValueOrDefault(root);

    /// <summary>The expressions that read an expression.</summary>
    public IReadOnlyList<Expr> ReadersOf(Expr node) => _readers[node];

    /// <summary>Whether an expression is computed inside a group and has no value of its own.</summary>
    public bool IsInside(Expr node) => _root.TryGetValue(node, out Expr? root) && root != node;

    /// <summary>Whether an expression belongs to the entry-by-entry group with this root.</summary>
    public bool IsInGroup(Expr node, Expr root) => _root.GetValueOrDefault(node) == root && !_correlations.ContainsKey(root);

    /// <summary>Whether a broadcast is read by entry-by-entry groups or fused biases alone, which repeat it on the fly.</summary>
    public bool IsReadOnTheFly(Expr node) =>
        node is Application { Primitive: Broadcast } && _readers[node].All(reader => reader is Application { Primitive: ElementwisePrimitive });

    private void TakeCorrelation(Application root, HashSet<Expr> kept)
    {
        Application current = root;
        List<Expr> taken = [];
        bool relu = false;
        Expr? gate = null, bias = null;
        if (current.Primitive is Relu && Own(current.Arguments[0], kept) is Application rectified)
        {
            relu = true;
            taken.Add(rectified);
            current = rectified;
        }
        else if (current.Primitive is Gate && current.Arguments[1] is not Application { Primitive: Broadcast } && Own(current.Arguments[0], kept) is Application gated)
        {
            // A gate that is repeated on the fly has no value of full shape; the entry-by-entry chain reads it instead.
            gate = current.Arguments[1];
            taken.Add(gated);
            current = gated;
        }

        if (current.Primitive is Add)
        {
            for (int i = 0; i < 2 && bias is null; i++)
            {
                if (IsPictureCorrelation(current.Arguments[i]) && Own(current.Arguments[i], kept) is Application biased
                    && current.Arguments[1 - i] is Application { Primitive: Broadcast, Arguments: [var vector] }
                    && vector.Shape.Rank == 1 && vector.Shape[0] == current.Shape[^1])
                {
                    bias = vector;
                    taken.Add(biased);
                    current = biased;
                }
            }
        }

        if (!IsPictureCorrelation(current))
        {
            return;
        }

        _correlations[root] = new FusedCorrelation(current, bias, relu, gate);
        _root[root] = root;
        foreach (Expr node in taken)
        {
            _root[node] = root;
        }
    }

    /// <summary>The expression if it has one reader, is no output and belongs to no group yet.</summary>
    private Application? Own(Expr node, HashSet<Expr> kept) =>
        node is Application application && _readers[node].Count == 1 && !kept.Contains(node) && !_root.ContainsKey(node) ? application : null;

    private static bool IsPictureCorrelation(Expr node) =>
        node is Application { Primitive: Correlation { Layouts: LayoutRule.Planar, ResultIsPicture: true } };

    private void TakeElementwise(Application node, HashSet<Expr> kept)
    {
        Expr? common = null;
        foreach (Expr reader in _readers[node])
        {
            Expr? root = reader is Application { Primitive: ElementwisePrimitive } && reader.Shape == node.Shape ? _root.GetValueOrDefault(reader) : null;
            if (root is null || _correlations.ContainsKey(root) || (common is not null && common != root))
            {
                common = null;
                break;
            }

            common = root;
        }

        Expr chosen = common is null || kept.Contains(node) || _lengths[common] == LongestChain ? node : common;
        _root[node] = chosen;
        _lengths[chosen] = _lengths.GetValueOrDefault(chosen) + 1;
    }
}
