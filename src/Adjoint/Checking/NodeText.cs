using Adjoint.Graph;

namespace Adjoint.Checking;

/// <summary>The text of a node that is short enough for a line: what lies deep in it is left out.</summary>
internal static class NodeText
{
    private const int Most = 72, Depth = 3;

    public static string Of(Expr node)
    {
        string text = ExprPrinter.Print(node);
        for (int depth = Depth; depth > 0 && text.Length > Most; depth--)
        {
            text = ExprPrinter.Print(Shallow(node, depth));
        }

        return text.Length <= Most ? text : text[..(Most - 1)] + "…";
    }

    private static Expr Shallow(Expr node, int depth) => node is not Application application ? node
        : depth == 0 ? new Variable("…", node.Shape)
        : new Application(application.Primitive, [.. application.Arguments.Select(argument => Shallow(argument, depth - (application.Primitive.Notation == Notation.Silent ? 0 : 1)))], node.Shape);
}
