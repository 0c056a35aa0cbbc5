using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>Makes equal sub-expressions one object, and puts known forms in the place of their equals.</summary>
internal static class Normalization
{
    private const int MostRounds = 8;

    /// <summary>The normal form of an expression, and what was replaced on the way.</summary>
    public static (Expr Expression, IReadOnlyList<Replacement> Replacements) Of(Expr expression)
    {
        List<Replacement> replacements = [];
        Dictionary<Key, Expr> known = [];
        for (int round = 0; round < MostRounds; round++)
        {
            int before = replacements.Count;
            expression = GraphTraversal.Rewrite([expression], node => Merged(Replaced(Merged(node, known), replacements), known))[0];
            if (replacements.Count == before)
            {
                break;
            }
        }

        return (expression, replacements);
    }

    private static Expr Replaced(Expr node, List<Replacement> replacements)
    {
        if (node is Application application)
        {
            foreach (Identity identity in Identities.All)
            {
                if (identity.Rewrite(application) is Expr after && after.Shape == node.Shape)
                {
                    replacements.Add(new Replacement(node, after, identity.Name));
                    return after;
                }
            }
        }

        return node;
    }

    private static Expr Merged(Expr node, Dictionary<Key, Expr> known)
    {
        if (node is Variable || (node is Constant && node.Shape.Size != 1))
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

    /// <summary>What makes two expressions equal: primitive and arguments, or the number.</summary>
    private readonly struct Key(Expr node) : IEquatable<Key>
    {
        private readonly Expr _node = node;

        public bool Equals(Key other) => (_node, other._node) switch
        {
            (Application a, Application b) => a.Primitive.Equals(b.Primitive) && a.Arguments.SequenceEqual(b.Arguments),
            (Constant a, Constant b) => a.Shape == b.Shape && a.Value.Span.SequenceEqual(b.Value.Span),
            _ => ReferenceEquals(_node, other._node),
        };

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            HashCode hash = default;
            hash.Add(_node.Shape);
            if (_node is Application application)
            {
                hash.Add(application.Primitive);
                foreach (Expr argument in application.Arguments)
                {
                    hash.Add(argument);
                }
            }
            else if (_node is Constant constant)
            {
                hash.Add(constant.Value.Span[0]);
            }

            return hash.ToHashCode();
        }
    }
}
