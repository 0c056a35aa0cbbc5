using Adjoint.Graph;
using Adjoint.Primitives;

namespace Adjoint.Calculus;

/// <summary>Derivatives as expressions: each is a linearisation, an adjoint, or both, one after the other.</summary>
public static class Gradients
{
    extension(Expr expression)
    {
        /// <summary>
        /// Reverse mode: <c>[∂f/∂v]ᵀ ε</c> for each variable, the adjoint of the linearisation applied to a cotangent. Of a scalar with
        /// ε = 1 it is the gradient. At a kink the derivative is the one that the primitive states (0 for a rectifier at 0).
        /// </summary>
        /// <param name="variables">The variables v.</param>
        /// <param name="cotangent">ε, of the expression's shape; 1 if left out, which only a scalar allows.</param>
        /// <returns>One expression a variable, of its shape; zeros where f does not depend on it.</returns>
        /// <exception cref="ShapeException">The cotangent is missing or has another shape.</exception>
        public Expr[] Gradient(IReadOnlyList<Variable> variables, Expr? cotangent = null)
        {
            ArgumentNullException.ThrowIfNull(expression);
            ArgumentNullException.ThrowIfNull(variables);
            if (cotangent is null && expression.Shape.Size != 1)
            {
                throw new ShapeException($"Only a scalar has a gradient; '{expression}' has shape {expression.Shape}: pass the cotangent that its adjoint is to be applied to.");
            }

            cotangent ??= Expressions.BroadcastTo(new Constant(1), expression.Shape);
            if (cotangent.Shape != expression.Shape)
            {
                throw new ShapeException($"The cotangent must have the result's shape {expression.Shape}, not {cotangent.Shape}.");
            }

            Variable[] directions = [.. variables.Select(variable => new Variable($"d{variable.Name}", variable.Shape))];
            Dictionary<Variable, Expr> tangents = [];
            for (int i = 0; i < directions.Length; i++)
            {
                Add(tangents, variables[i], directions[i]);
            }

            Expr[] gradients = Linearization.Tangent(expression, tangents) is Expr tangent
                ? Transposition.Adjoint(tangent, directions, cotangent)
                : [.. variables.Select(variable => Linearization.Zeros(variable.Shape))];
            GraphVerifier.Verify("taking a gradient", gradients);
            return gradients;
        }

        /// <summary>The gradient in one variable, or the adjoint of the linearisation applied to a cotangent.</summary>
        /// <param name="variable">The variable.</param>
        /// <param name="cotangent">ε, of the expression's shape; 1 if left out, which only a scalar allows.</param>
        public Expr Gradient(Variable variable, Expr? cotangent = null) => expression.Gradient([variable], cotangent)[0];

        /// <summary>
        /// The Hessian of a scalar applied to a direction, <c>∇²f · t</c>: the linearisation of the gradient (Pearlmutter 1994). Costs a small multiple
        /// of f and forms no matrix.
        /// </summary>
        /// <param name="variables">The variables, as one stacked vector.</param>
        /// <param name="directions">t, one expression a variable, of its shape.</param>
        /// <returns>One expression a variable.</returns>
        /// <exception cref="ArgumentException">There are not as many directions as variables.</exception>
        public Expr[] HessianVectorProduct(IReadOnlyList<Variable> variables, IReadOnlyList<Expr> directions)
        {
            ArgumentNullException.ThrowIfNull(variables);
            ArgumentNullException.ThrowIfNull(directions);
            if (variables.Count != directions.Count)
            {
                throw new ArgumentException($"Each of the {variables.Count} variables needs a direction; {directions.Count} were given.", nameof(directions));
            }

            Dictionary<Variable, Expr> tangents = [];
            for (int i = 0; i < directions.Count; i++)
            {
                Add(tangents, variables[i], directions[i]);
            }

            Expr[] gradients = expression.Gradient(variables);
            Expr[] products = [.. gradients.Select(gradient => Linearization.Tangent(gradient, tangents) ?? Linearization.Zeros(gradient.Shape))];
            GraphVerifier.Verify("linearising a gradient", products);
            return products;
        }
    }

    private static void Add(Dictionary<Variable, Expr> tangents, Variable variable, Expr direction)
    {
        if (!tangents.TryAdd(variable, direction))
        {
            throw new ArgumentException($"The variable '{variable.Name}' is listed twice.");
        }
    }
}
