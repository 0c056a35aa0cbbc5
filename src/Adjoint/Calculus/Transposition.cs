using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Calculus;

/// <summary>
/// The adjoint of a linear expression: walking from the result back to the variables, each primitive's adjoint is put where
/// the primitive stands. Applied to a linearisation it is reverse mode.
/// </summary>
public static class Transposition
{
    /// <summary>
    /// The adjoint applied to a cotangent, <c>Aᵀ ε</c> for each variable; where the expression does not depend on a variable, zeros.
    /// Linear in the size of the graph.
    /// </summary>
    /// <param name="linear">An expression that is linear in the variables together.</param>
    /// <param name="variables">The variables.</param>
    /// <param name="cotangent">ε, of the expression's shape.</param>
    /// <exception cref="ShapeException">The cotangent has another shape.</exception>
    /// <exception cref="ArgumentException">The expression is not linear in the variables; the message names the node.</exception>
    public static Expr[] Adjoint(Expr linear, IReadOnlyList<Variable> variables, Expr cotangent)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(variables);
        ArgumentNullException.ThrowIfNull(cotangent);
        if (cotangent.Shape != linear.Shape)
        {
            throw new ShapeException($"The cotangent must have the result's shape {linear.Shape}, not {cotangent.Shape}.");
        }

        IReadOnlyList<Expr> order = GraphTraversal.TopologicalOrder(linear);
        HashSet<Expr> dependent = [.. variables];
        foreach (Expr node in order)
        {
            if (node.Arguments.Any(dependent.Contains))
            {
                dependent.Add(node);
            }
        }

        Dictionary<Expr, Expr> cotangents = [];
        if (dependent.Contains(linear))
        {
            cotangents[linear] = cotangent;
        }

        for (int i = order.Count - 1; i >= 0; i--)
        {
            if (order[i] is Application application && cotangents.TryGetValue(application, out Expr? arriving))
            {
                SendBack(application, arriving, dependent, cotangents);
            }
        }

        return [.. variables.Select(variable => cotangents.GetValueOrDefault(variable) ?? Linearization.Zeros(variable.Shape))];
    }

    private static void SendBack(Application application, Expr arriving, HashSet<Expr> dependent, Dictionary<Expr, Expr> cotangents)
    {
        Primitive primitive = application.Primitive;
        int[] moving = [.. Enumerable.Range(0, application.Arguments.Count).Where(i => dependent.Contains(application.Arguments[i]))];
        if (moving.Any(i => primitive.DependenceOn(i) != Dependence.Linear) || (moving.Length > 1 && !primitive.IsJointlyLinear))
        {
            throw new ArgumentException($"Only a linear expression has an adjoint: '{application}' is not linear in what varies. Linearise it first.");
        }

        foreach (int i in moving)
        {
            Expr argument = application.Arguments[i];
            Expr share = primitive.Adjoint(application, i, arriving);
            if (share.Shape != argument.Shape)
            {
                throw new InvalidOperationException($"The adjoint of '{primitive}' in argument {i} must have that argument's shape {argument.Shape}, not {share.Shape}.");
            }

            cotangents[argument] = cotangents.TryGetValue(argument, out Expr? sum) ? sum + share : share;
        }
    }
}
