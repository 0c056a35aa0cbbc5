using Adjoint.Graph;

namespace Adjoint.Checking;

/// <summary>The text of a node that is short enough for a line: what lies deep in it is left out.</summary>
internal static class NodeText
{
    private const int Most = 72, Depth = 3;

    public static string Of(Expr node)
    {
        // Broadcasting is not written within an expression; as a node it has a name.
        if (node is Application { Primitive: { } primitive } silent && primitive.Notation == Notation.Silent)
        {
            return Cut($"{primitive.Name}({Of(silent.Arguments[0])})");
        }

        string text = ExprPrinter.Print(node);
        for (int depth = Depth; depth > 0 && text.Length > Most; depth--)
        {
            text = ExprPrinter.Print(Shallow(node, depth));
        }

        return Cut(text);
    }

    private static string Cut(string text) => text.Length <= Most ? text : text[..(Most - 1)] + "…";

    private static Expr Shallow(Expr node, int depth)
    {
        if (node is not Application application)
        {
            return node;
        }

        Notation notation = application.Primitive.Notation;
        return depth == 0 && notation != Notation.Silent
            ? new Variable(notation == Notation.Call ? $"{application.Primitive.Name}(…)" : "…", node.Shape)
            : new Application(application.Primitive, [.. application.Arguments.Select(argument => Shallow(argument, notation == Notation.Silent ? depth : depth - 1))], node.Shape);
    }
}
