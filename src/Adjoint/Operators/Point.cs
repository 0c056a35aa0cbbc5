using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>The point at which an expression is linearised: checks that say what to pass.</summary>
internal static class Point
{
    /// <summary>Checks that an expression contains variables.</summary>
    /// <exception cref="ArgumentException">It does not contain one of them.</exception>
    public static void CheckContains(Expr expression, IReadOnlyList<Variable> variables)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(variables);
        IReadOnlyList<Variable> own = GraphTraversal.Variables(expression);
        foreach (Variable variable in variables)
        {
            ArgumentNullException.ThrowIfNull(variable);
            if (!own.Contains(variable))
            {
                string twin = own.Any(other => other.Name == variable.Name) ? $" It has another variable of that name: pass the object that it was built with." : "";
                throw new ArgumentException(
                    $"The expression does not contain the variable '{variable.Name}'; its variables are {string.Join(", ", own.Select(other => $"'{other.Name}'"))}.{twin}", nameof(variables));
            }
        }
    }

    /// <summary>Copies of the values that a graph needs, so that an operator is that of this point whatever is written to the tensors later.</summary>
    /// <param name="graph">The graph that is to be computed.</param>
    /// <param name="direction">What it is linear in, which has no value.</param>
    /// <param name="moving">The variables that were linearised in.</param>
    /// <param name="at">What was given.</param>
    /// <exception cref="ArgumentException">A value is missing or has the wrong shape.</exception>
    public static IReadOnlyList<(Variable Variable, Tensor<double> Value)> ValuesFor(
        Expr graph, Variable? direction, IReadOnlyList<Variable> moving, IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
    {
        ArgumentNullException.ThrowIfNull(at);
        foreach ((Variable variable, Tensor<double> value) in at)
        {
            ArgumentNullException.ThrowIfNull(variable);
            ArgumentNullException.ThrowIfNull(value);
            if (value.Shape != variable.Shape)
            {
                throw new ArgumentException($"The variable '{variable.Name}' has shape {variable.Shape}; its value has {value.Shape}.", nameof(at));
            }
        }

        List<(Variable, Tensor<double>)> values = [];
        foreach (Variable needed in GraphTraversal.Variables(graph))
        {
            if (needed != direction)
            {
                Tensor<double>? value = at.Where(pair => pair.Variable == needed).Select(pair => pair.Value).FirstOrDefault();
                values.Add((needed, value?.Clone() ?? throw new ArgumentException(Missing(needed, moving), nameof(at))));
            }
        }

        return values;
    }

    private static string Missing(Variable variable, IReadOnlyList<Variable> moving) => moving.Contains(variable)
        ? $"The expression is not linear in '{variable.Name}', so its derivative depends on the point: pass the value of '{variable.Name}', of shape {variable.Shape}."
        : $"The derivative depends on '{variable.Name}': pass its value, of shape {variable.Shape}.";
}
