using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>An operation of an expression that a point puts on a kink.</summary>
/// <param name="Node">The operation.</param>
/// <param name="Kink">At how many entries, and which derivative is taken there.</param>
public sealed record KinkAtPoint(Application Node, Kink Kink)
{
    /// <summary>As in <c>relu at 3 entries: at 0 the derivative 0 is taken</c>.</summary>
    public override string ToString() => $"{Node.Primitive.Name} at {Kink.Entries} {(Kink.Entries == 1 ? "entry" : "entries")}: {Kink.Taken}";

    /// <summary>The kinks of an expression at a point, in processing order.</summary>
    internal static IReadOnlyList<KinkAtPoint> Of(Expr expression, IReadOnlyList<Variable> variables, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        HashSet<Expr> moving = [.. variables];
        List<Application> nodes = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(expression))
        {
            if (node is Application application && application.Arguments.Any(moving.Contains))
            {
                moving.Add(node);
                if (HasKinks(application.Primitive))
                {
                    nodes.Add(application);
                }
            }
        }

        Expr[] needed = [.. nodes.SelectMany(node => node.Arguments).Distinct()];
        if (needed.Length == 0)
        {
            return [];
        }

        Plan plan = Plan.Compile(new Function([.. values.Select(value => value.Variable)], needed));
        PlanSession<double> session = new(plan);
        for (int i = 0; i < values.Count; i++)
        {
            session.Bind(i, values[i].Value.Memory);
        }

        session.Run(WorkerPool.Shared);
        Dictionary<Expr, Tensor<double>> known = [];
        for (int i = 0; i < needed.Length; i++)
        {
            known[needed[i]] = session.CopyOutput(i);
        }

        return [.. nodes
            .Select(node => (Node: node, Kink: node.Primitive.KinkAt([.. node.Arguments.Select(argument => known[argument])])))
            .Where(found => found.Kink is not null)
            .Select(found => new KinkAtPoint(found.Node, found.Kink!))];
    }

    /// <summary>Linear operations have no kinks; asking only the others spares their values.</summary>
    private static bool HasKinks(Primitive primitive) => Enumerable.Range(0, primitive.Arity).Any(i => primitive.DependenceOn(i) != Dependence.Linear);
}
