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
    internal static IReadOnlyList<KinkAtPoint> Of(
        Expr expression, IReadOnlyList<Variable> variables, IReadOnlyList<(Variable Variable, Tensor<double> Value)> values, WorkerPool workers, CancellationToken cancellation)
    {
        HashSet<Expr> moving = [.. variables];
        List<Application> nodes = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(expression))
        {
            if (node is not Application application)
            {
                continue;
            }

            Dependence[] ways = [.. Enumerable.Range(0, application.Arguments.Count).Where(i => moving.Contains(application.Arguments[i])).Select(application.Primitive.DependenceOn)];
            if (ways.Any(way => way != Dependence.Linear))
            {
                // Where only its linear arguments move, a gate's 0 is no kink.
                nodes.Add(application);
            }

            if (ways.Any(way => way != Dependence.LocallyConstant))
            {
                // What a step makes of what moves stays, but where it jumps, and there the step says so itself.
                moving.Add(node);
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

        session.Run(workers);
        Dictionary<Expr, Tensor<double>> known = [];
        for (int i = 0; i < needed.Length; i++)
        {
            known[needed[i]] = session.CopyOutput(i);
        }

        List<KinkAtPoint> kinks = [];
        foreach (Application node in nodes)
        {
            cancellation.ThrowIfCancellationRequested();
            if (node.Primitive.KinkAt([.. node.Arguments.Select(argument => known[argument])]) is Kink kink)
            {
                kinks.Add(new KinkAtPoint(node, kink));
            }
        }

        return kinks;
    }
}
