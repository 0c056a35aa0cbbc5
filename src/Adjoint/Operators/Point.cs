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
    /// <param name="order">Which derivative it is: the first, or the second.</param>
    /// <exception cref="ArgumentException">A value is missing, has the wrong shape, or is given twice.</exception>
    public static IReadOnlyList<(Variable Variable, Tensor<double> Value)> ValuesFor(
        Expr graph, Variable? direction, IReadOnlyList<Variable> moving, IReadOnlyList<(Variable Variable, Tensor<double> Value)> at, int order = 1)
    {
        ArgumentNullException.ThrowIfNull(at);
        HashSet<Variable> given = [];
        foreach ((Variable variable, Tensor<double> value) in at)
        {
            ArgumentNullException.ThrowIfNull(variable);
            ArgumentNullException.ThrowIfNull(value);
            if (value.Shape != variable.Shape)
            {
                throw new ArgumentException($"The variable '{variable.Name}' has shape {variable.Shape}; its value has {value.Shape}.", nameof(at));
            }

            if (!given.Add(variable))
            {
                throw new ArgumentException($"The variable '{variable.Name}' has two values; pass one.", nameof(at));
            }
        }

        List<(Variable, Tensor<double>)> values = [];
        foreach (Variable needed in GraphTraversal.Variables(graph))
        {
            if (needed != direction)
            {
                Tensor<double>? value = at.Where(pair => pair.Variable == needed).Select(pair => pair.Value).FirstOrDefault();
                values.Add((needed, value?.Clone() ?? throw new ArgumentException($"{Missing(needed, moving, order)}{Twin(needed, at)}", nameof(at))));
            }
        }

        return values;
    }

    private static string Twin(Variable needed, IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => at.Any(pair => pair.Variable.Name == needed.Name)
        ? " The value that was passed is of another variable of that name: pass it with the object that the expression was built with." : "";

    private static string Missing(Variable variable, IReadOnlyList<Variable> moving, int order) => moving.Contains(variable)
        ? $"The expression is not {(order == 1 ? "linear" : "quadratic")} in '{variable.Name}', so its {(order == 1 ? "derivative" : "second derivative")} depends on the point: pass the value of '{variable.Name}', of shape {variable.Shape}."
        : $"The {(order == 1 ? "derivative" : "second derivative")} depends on '{variable.Name}': pass its value, of shape {variable.Shape}.";
}
