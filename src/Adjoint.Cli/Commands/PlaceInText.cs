using System.Text;
using Adjoint.Graph;
using Adjoint.Language;

namespace Adjoint.Cli.Commands;

/// <summary>Finds where a part of an expression stands in its text.</summary>
internal static class PlaceInText
{
    /// <summary>The place of a node, or of the smallest expression around it that the text has as the language writes it, but for spaces; nothing if there is none.</summary>
    /// <param name="text">The text.</param>
    /// <param name="expression">The expression that was read from it.</param>
    /// <param name="node">A node of the expression.</param>
    public static (int Position, int Length)? Of(string text, Expr expression, Expr node)
    {
        (string bare, List<int> places) = WithoutSpace(text);
        HashSet<Expr> around = [node];
        foreach (Expr each in GraphTraversal.TopologicalOrder(expression))
        {
            if (!around.Contains(each) && !each.Arguments.Any(around.Contains))
            {
                continue;
            }

            around.Add(each);
            if (ExpressionWriter.Write(each) is string written && WithoutSpace(written).Bare is { Length: > 0 } part)
            {
                int start = bare.IndexOf(part, StringComparison.Ordinal);
                if (start >= 0)
                {
                    return (places[start], places[start + part.Length - 1] - places[start] + 1);
                }
            }
        }

        return null;
    }

    private static (string Bare, List<int> Places) WithoutSpace(string text)
    {
        StringBuilder bare = new();
        List<int> places = [];
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsWhiteSpace(text[i]))
            {
                bare.Append(text[i]);
                places.Add(i);
            }
        }

        return (bare.ToString(), places);
    }
}
