namespace Adjoint.Graph;

/// <summary>Walks over expression graphs. None recurses, so that depth is bounded by memory and not by the stack.</summary>
public static class GraphTraversal
{
    /// <summary>
    /// Every expression that the outputs are computed from, each once, arguments before what uses them. The order depends on
    /// the graph alone, so that everything built from it repeats. Linear in the size of the graph.
    /// </summary>
    /// <param name="outputs">Where to start.</param>
    public static IReadOnlyList<Expr> TopologicalOrder(params ReadOnlySpan<Expr> outputs)
    {
        List<Expr> order = [];
        HashSet<Expr> seen = [];
        Stack<(Expr Node, int Next)> path = new();
        foreach (Expr output in outputs)
        {
            if (seen.Add(output))
            {
                path.Push((output, 0));
            }

            while (path.TryPop(out (Expr Node, int Next) top))
            {
                if (top.Next == top.Node.Arguments.Count)
                {
                    order.Add(top.Node);
                    continue;
                }

                path.Push((top.Node, top.Next + 1));
                Expr argument = top.Node.Arguments[top.Next];
                if (seen.Add(argument))
                {
                    path.Push((argument, 0));
                }
            }
        }

        return order;
    }

    /// <summary>The variables that the outputs are computed from, in order of first use.</summary>
    /// <param name="outputs">Where to start.</param>
    public static IReadOnlyList<Variable> Variables(params ReadOnlySpan<Expr> outputs) => [.. TopologicalOrder(outputs).OfType<Variable>()];

    /// <summary>
    /// Rebuilds a graph bottom up: each expression is offered with its rewritten arguments, and what comes back takes its place.
    /// Expressions that do not change are kept, not copied.
    /// </summary>
    /// <param name="outputs">The roots.</param>
    /// <param name="rewrite">Receives an expression over rewritten arguments and returns its replacement, of the same shape.</param>
    /// <returns>The new roots, in order.</returns>
    public static Expr[] Rewrite(ReadOnlySpan<Expr> outputs, Func<Expr, Expr> rewrite)
    {
        ArgumentNullException.ThrowIfNull(rewrite);
        Dictionary<Expr, Expr> replacement = [];
        foreach (Expr node in TopologicalOrder(outputs))
        {
            Expr current = node;
            if (node is Application application)
            {
                Expr[] arguments = [.. application.Arguments.Select(argument => replacement[argument])];
                if (!arguments.SequenceEqual(application.Arguments))
                {
                    current = application.Primitive.Apply(arguments);
                }
            }

            Expr rewritten = rewrite(current);
            if (rewritten.Shape != node.Shape)
            {
                throw new InvalidOperationException($"A rewrite turned '{node}' of shape {node.Shape} into '{rewritten}' of shape {rewritten.Shape}.");
            }

            replacement[node] = rewritten;
        }

        Expr[] results = new Expr[outputs.Length];
        for (int i = 0; i < results.Length; i++)
        {
            results[i] = replacement[outputs[i]];
        }

        return results;
    }
}
