using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Execution.Passes;

/// <summary>
/// Rewrites a graph into an equal one with less to do: equal sub-expressions are merged, and the identities below are
/// applied where they hold for every value that is a number.
/// </summary>
internal static class Simplifier
{
    public static Expr[] Simplify(ReadOnlySpan<Expr> outputs)
    {
        Dictionary<Key, Expr> known = [];
        Expr[] simplified = GraphTraversal.Rewrite(outputs, node => Merge(Reduce(node), known));
        GraphVerifier.Verify("simplification", simplified);
        return simplified;
    }

    private static Expr Merge(Expr node, Dictionary<Key, Expr> known)
    {
        if (node is Variable || (node is Constant && node.Shape.Size > 1))
        {
            return node;
        }

        Key key = new(node);
        if (known.TryGetValue(key, out Expr? equal))
        {
            return equal;
        }

        known.Add(key, node);
        return node;
    }

    private static Expr Reduce(Expr node) => node switch
    {
        Application { Primitive: Broadcast or SumTo or Reshape } same when same.Arguments[0].Shape == same.Shape => same.Arguments[0],
        Application { Primitive: Broadcast } outer when Inner<Broadcast>(outer) is Expr value => Expressions.BroadcastTo(value, outer.Shape),
        Application { Primitive: Reshape } outer when Inner<Reshape>(outer) is Expr value => value.Shape == outer.Shape ? value : new Reshape(outer.Shape).Apply(value),
        Application { Primitive: Flip flip, Arguments: [Application { Primitive: Flip inner } flipped] } when flip == inner => flipped.Arguments[0],
        Application { Primitive: Negate, Arguments: [Application { Primitive: Negate } negated] } => negated.Arguments[0],
        Application { Primitive: Multiply } product when Number(product.Arguments[0]) is 1 => product.Arguments[1],
        Application { Primitive: Multiply } product when Number(product.Arguments[1]) is 1 => product.Arguments[0],
        Application { Primitive: Multiply } product when Scaled(product) is Expr folded => folded,
        Application { Primitive: Add } sum when Number(sum.Arguments[0]) is 0 => sum.Arguments[1],
        Application { Primitive: Add or Subtract } sum when Number(sum.Arguments[1]) is 0 => sum.Arguments[0],
        _ => node,
    };

    /// <summary>a · (b · x) = (ab) · x for numbers a and b.</summary>
    private static Expr? Scaled(Application product)
    {
        for (int i = 0; i < 2; i++)
        {
            if (Number(product.Arguments[i]) is not double outer)
            {
                continue;
            }

            if (Number(product.Arguments[1 - i]) is double number)
            {
                return Expressions.BroadcastTo(new Constant(outer * number), product.Shape);
            }

            if (product.Arguments[1 - i] is Application { Primitive: Multiply } inner)
            {
                for (int j = 0; j < 2; j++)
                {
                    if (Number(inner.Arguments[j]) is double factor && IsHarmless(outer * factor))
                    {
                        return new Multiply().Apply(Expressions.BroadcastTo(new Constant(outer * factor), product.Shape), inner.Arguments[1 - j]);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>Whether a factor is one in float32 too: two factors that do no harm one after the other may overflow or vanish as one.</summary>
    private static bool IsHarmless(double factor) => float.IsNormal((float)factor);

    private static Expr? Inner<T>(Application outer)
        where T : Primitive => outer.Arguments[0] is Application { Primitive: T } inner ? inner.Arguments[0] : null;

    /// <summary>The number that every entry of a constant is, seen through broadcasting.</summary>
    private static double? Number(Expr node) => node switch
    {
        Constant { Shape.Size: 1 } constant => constant.Value.Span[0],
        Application { Primitive: Broadcast } broadcast => Number(broadcast.Arguments[0]),
        _ => null,
    };

    /// <summary>Equal for equal computations: the same primitive on the same arguments, or the same number.</summary>
    private readonly struct Key(Expr node) : IEquatable<Key>
    {
        private readonly Expr _node = node;

        public bool Equals(Key other) => (_node, other._node) switch
        {
            (Application a, Application b) => a.Primitive.Equals(b.Primitive) && a.Shape == b.Shape && a.Arguments.SequenceEqual(b.Arguments),
            (Constant a, Constant b) => a.Shape == b.Shape && a.Value.Span.SequenceEqual(b.Value.Span),
            _ => ReferenceEquals(_node, other._node),
        };

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            switch (_node)
            {
                case Application application:
                    hash.Add(application.Primitive);
                    foreach (Expr argument in application.Arguments)
                    {
                        hash.Add(argument);
                    }

                    break;
                case Constant constant:
                    hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(constant.Value.Span));
                    break;
            }

            return hash.ToHashCode();
        }
    }
}
