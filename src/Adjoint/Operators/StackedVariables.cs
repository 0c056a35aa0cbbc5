using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Operators;

/// <summary>Several variables as one vector, in order. One variable alone keeps its shape.</summary>
internal sealed class StackedVariables
{
    /// <summary>Stacks variables.</summary>
    /// <param name="variables">At least one, each once.</param>
    /// <param name="name">The name of the vector.</param>
    public StackedVariables(IReadOnlyList<Variable> variables, string name)
    {
        if (variables.Count == 0 || variables.Distinct().Count() < variables.Count)
        {
            throw new ArgumentException(variables.Count == 0 ? "Name at least one variable." : $"A variable is listed twice among {string.Join(", ", variables.Select(variable => variable.Name))}.", nameof(variables));
        }

        Variables = variables;
        if (variables.Count == 1)
        {
            Vector = new Variable(name, variables[0].Shape);
            Parts = [Vector];
            return;
        }

        Vector = new Variable(name, [checked(variables.Sum(variable => variable.Shape.Size))]);
        Expr[] parts = new Expr[variables.Count];
        for (int i = 0, start = 0; i < parts.Length; start += variables[i].Shape.Size, i++)
        {
            parts[i] = Expressions.Reshape(Expressions.Slice(Vector, 0, start, variables[i].Shape.Size), variables[i].Shape);
        }

        Parts = parts;
    }

    /// <summary>The variables.</summary>
    public IReadOnlyList<Variable> Variables { get; }

    /// <summary>The vector.</summary>
    public Variable Vector { get; }

    /// <summary>The vector's parts, one a variable, of its shape.</summary>
    public IReadOnlyList<Expr> Parts { get; }

    /// <summary>Puts one expression a variable together as the vector is.</summary>
    public static Expr Join(IReadOnlyList<Expr> parts) => parts.Count == 1
        ? parts[0]
        : Expressions.Concatenate(0, [.. parts.Select(part => Expressions.Reshape(part, [part.Shape.Size]))]);
}
