using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>Derivatives of expressions as linear operators.</summary>
public static class Linearizations
{
    extension(Expr expression)
    {
        /// <summary>
        /// The linearisation in one variable at a point, the others fixed: the Jacobian as an operator. Of an expression that is affine in the variable it is the linear
        /// part, and needs no point. The adjoint of the operator is reverse mode.
        /// </summary>
        /// <param name="variable">The variable.</param>
        /// <param name="at">Values of the expression's variables; those that the linearisation does not depend on may be left out. They are copied.</param>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public LinearOperator Linearize(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.Linearize([variable], at);

        /// <summary>The linearisation in several variables, as one stacked vector of all their entries in order.</summary>
        /// <param name="variables">The variables.</param>
        /// <param name="at">Values of the expression's variables; those that the linearisation does not depend on may be left out. They are copied.</param>
        /// <exception cref="ArgumentException">The expression does not contain a variable; a value is missing or has the wrong shape.</exception>
        public LinearOperator Linearize(IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
        {
            Point.CheckContains(expression, variables);

            // Where the map does not depend on the point, its argument is called by the variable's own name.
            string name = variables.Count == 1 ? variables[0].Name : "u";
            (Expr tangent, StackedVariables stacked) = Tangent(expression, variables, name);
            if (GraphTraversal.Variables(tangent).Any(variables.Contains))
            {
                (tangent, stacked) = Tangent(expression, variables, $"d{name}");
            }

            return new GraphOperator(tangent, stacked.Vector, Point.ValuesFor(tangent, stacked.Vector, variables, at));
        }

        /// <summary>The Jacobian as a matrix, |expression| × |variable|, entries in C order. For small problems: <see cref="LinearOperator.ToMatrix"/> of the linearisation.</summary>
        /// <param name="variable">The variable.</param>
        /// <param name="at">Values of the expression's variables.</param>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public Tensor<double> Jacobian(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.Linearize(variable, at).ToMatrix();

        /// <summary>
        /// Where a point lies on kinks, such as a rectifier at exactly 0: the linearisation there takes one of several slopes, and this says which. Only operations
        /// that depend on the variables count. Empty where the expression is differentiable.
        /// </summary>
        /// <param name="variables">The variables that move.</param>
        /// <param name="at">Values of all of the expression's variables.</param>
        /// <exception cref="ArgumentException">The expression does not contain a variable; a value is missing or has the wrong shape.</exception>
        public IReadOnlyList<KinkAtPoint> KinksAt(IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
        {
            Point.CheckContains(expression, variables);
            return KinkAtPoint.Of(expression, variables, Point.ValuesFor(expression, null, variables, at));
        }
    }

    private static (Expr Tangent, StackedVariables Stacked) Tangent(Expr expression, IReadOnlyList<Variable> variables, string name)
    {
        StackedVariables stacked = new(variables, name);
        Dictionary<Variable, Expr> tangents = variables.Zip(stacked.Parts).ToDictionary(pair => pair.First, pair => pair.Second);
        return (Linearization.Tangent(expression, tangents) ?? Linearization.Zeros(expression.Shape), stacked);
    }
}
