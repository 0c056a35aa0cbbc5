using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>
/// Computes what does not depend on the argument of a linear map once, and puts the numbers in its place: an operator is applied hundreds of times, and activations and
/// factors stay what they are. Whatever is derived from the folded graph (the adjoint, a majorant) shares these numbers.
/// </summary>
internal static class FixedParts
{
    /// <summary>Folds the largest parts that do not depend on the argument, in one plan and in float64.</summary>
    /// <param name="image">A map as an expression.</param>
    /// <param name="argument">Its argument.</param>
    /// <param name="values">Values of the other variables.</param>
    /// <returns>The map with variables in place of what was computed, and the values of all of its variables but the argument.</returns>
    public static (Expr Image, IReadOnlyList<(Variable Variable, Tensor<double> Value)> Values) Fold(
        Expr image, Variable argument, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        IReadOnlyList<Expr> order = GraphTraversal.TopologicalOrder(image);
        Expr[] parts = [.. LargestParts(order, image, argument).OfType<Application>().Distinct()];
        if (parts.Length == 0)
        {
            return (image, Needed(image, values));
        }

        Dictionary<Expr, Expr> replaced = [];
        List<(Variable, Tensor<double>)> folded = [.. values];
        HashSet<string> names = [argument.Name, .. values.Select(pair => pair.Variable.Name)];
        int number = 0;
        foreach ((Expr part, Tensor<double> value) in parts.Zip(Compute(parts, values)))
        {
            // Folded again, as an adjoint or a majorant is, a graph has such variables already.
            while (!names.Add($"fixed {number}"))
            {
                number++;
            }

            Variable known = new($"fixed {number}", part.Shape);
            replaced[part] = known;
            folded.Add((known, value));
        }

        foreach (Expr node in order)
        {
            if (!replaced.ContainsKey(node))
            {
                replaced[node] = node is Application application && application.Arguments.Any(each => replaced[each] != each)
                    ? application.Primitive.Apply([.. application.Arguments.Select(each => replaced[each])])
                    : node;
            }
        }

        return (replaced[image], Needed(replaced[image], folded));
    }

    /// <summary>What the moving nodes take that does not move. Broadcasts and new shapes of it are left to the plan, which need not store them.</summary>
    private static IEnumerable<Expr> LargestParts(IReadOnlyList<Expr> order, Expr image, Variable argument)
    {
        HashSet<Expr> moving = [argument];
        foreach (Application node in order.OfType<Application>())
        {
            if (!node.Arguments.Any(moving.Contains))
            {
                continue;
            }

            moving.Add(node);
            foreach (Expr taken in node.Arguments.Where(each => !moving.Contains(each)))
            {
                yield return Inside(taken);
            }
        }

        if (!moving.Contains(image))
        {
            yield return Inside(image);
        }
    }

    private static Expr Inside(Expr part)
    {
        while (part is Application { Primitive: Broadcast or Reshape } wrapped)
        {
            part = wrapped.Arguments[0];
        }

        return part;
    }

    private static Tensor<double>[] Compute(Expr[] parts, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        PlanSession<double> session = new(Plan.Compile(new Function([.. values.Select(pair => pair.Variable)], parts)));
        for (int i = 0; i < values.Count; i++)
        {
            session.Bind(i, values[i].Value.Memory);
        }

        session.Run(WorkerPool.Shared);
        return [.. parts.Select((_, i) => session.CopyOutput(i))];
    }

    private static IReadOnlyList<(Variable Variable, Tensor<double> Value)> Needed(Expr image, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        HashSet<Variable> needed = [.. GraphTraversal.Variables(image)];
        return [.. values.Where(pair => needed.Contains(pair.Variable))];
    }
}
