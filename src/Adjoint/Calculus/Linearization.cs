using Adjoint.Graph;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Calculus;

/// <summary>
/// Forward mode: the derivative of an expression in a direction, as an expression that is linear in the direction. Each
/// primitive's linearisation is put where the primitive stands (Griewank and Walther 2008, chapter 3).
/// </summary>
public static class Linearization
{
    /// <summary>
    /// The directional derivative <c>Σ_v (∂f/∂v) t_v</c>, or nothing where the expression does not depend on any of the variables
    /// (the derivative is zero). Linear in the size of the graph; sub-expressions of f are shared, not copied.
    /// </summary>
    /// <param name="expression">f.</param>
    /// <param name="tangents">The direction t_v of each variable that moves, of the variable's shape.</param>
    /// <exception cref="ShapeException">A direction does not have its variable's shape.</exception>
    public static Expr? Tangent(Expr expression, IReadOnlyDictionary<Variable, Expr> tangents)
    {
        ArgumentNullException.ThrowIfNull(expression);
        ArgumentNullException.ThrowIfNull(tangents);
        foreach ((Variable variable, Expr direction) in tangents)
        {
            if (direction.Shape != variable.Shape)
            {
                throw new ShapeException($"The direction of '{variable.Name}' must have its shape {variable.Shape}, not {direction.Shape}.");
            }
        }

        Dictionary<Expr, Expr> moved = [];
        foreach (Expr node in GraphTraversal.TopologicalOrder(expression))
        {
            if (node is Variable variable && tangents.TryGetValue(variable, out Expr? tangent))
            {
                moved[node] = tangent;
            }
            else if (node is Application application && TangentOf(application, moved) is Expr sum)
            {
                moved[node] = sum;
            }
        }

        return moved.GetValueOrDefault(expression);
    }

    private static Expr? TangentOf(Application application, Dictionary<Expr, Expr> moved)
    {
        Expr? sum = null;
        for (int i = 0; i < application.Arguments.Count; i++)
        {
            if (application.Primitive.DependenceOn(i) == Dependence.LocallyConstant || !moved.TryGetValue(application.Arguments[i], out Expr? tangent))
            {
                continue;
            }

            Expr term = application.Primitive.Tangent(application, i, tangent);
            if (term.Shape != application.Shape)
            {
                throw new InvalidOperationException(
                    $"The linearisation of '{application.Primitive}' in argument {i} must have the result's shape {application.Shape}, not {term.Shape}.");
            }

            sum = sum is null ? term : sum + term;
        }

        return sum;
    }

    /// <summary>A constant of zeros.</summary>
    /// <param name="shape">Its shape.</param>
    internal static Expr Zeros(Shape shape) => Expressions.BroadcastTo(new Constant(0), shape);
}
