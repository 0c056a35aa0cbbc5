using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>Derivatives of expressions as linear operators.</summary>
public static class Linearizations
{
    extension(Expr expression)
    {
        /// <summary>
        /// The linearisation in one variable at a point, the others fixed: the Jacobian as an operator. Of an expression that is affine in the variable it is the linear
        /// part, and needs no point. The adjoint of the operator is reverse mode. What does not depend on the direction is computed at once, and not again when the operator is applied.
        /// </summary>
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
        /// <param name="variable">The variable.</param>
        /// <param name="at">Values of the expression's variables; those that the linearisation does not depend on may be left out. They are copied.</param>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public LinearOperator Linearize(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.Linearize([variable], at);

        /// <summary>The linearisation in several variables, as one stacked vector of all their entries in order.</summary>
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
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
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
        /// <param name="variable">The variable.</param>
        /// <param name="at">Values of the expression's variables.</param>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public Tensor<double> Jacobian(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.Linearize(variable, at).ToMatrix();

        /// <summary>The Jacobian in several variables as a matrix, the columns of one after those of the other.</summary>
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
        /// <param name="variables">The variables.</param>
        /// <param name="at">Values of the expression's variables.</param>
        /// <exception cref="ArgumentException">The expression does not contain a variable; a value is missing or has the wrong shape.</exception>
        public Tensor<double> Jacobian(IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.Linearize(variables, at).ToMatrix();

        /// <summary>Where a point lies on kinks in one variable, the others fixed.</summary>
        /// <param name="variable">The variable that moves.</param>
        /// <param name="at">Values of all of the expression's variables.</param>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public IReadOnlyList<KinkAtPoint> KinksAt(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.KinksAt([variable], at);

        /// <summary>
        /// Where a point lies on kinks, such as a rectifier at exactly 0: the linearisation there takes one of several slopes, and this says which. Only operations
        /// whose arguments move count, and only if a kinked argument does. Empty where the expression is differentiable.
        /// </summary>
        /// <param name="variables">The variables that move.</param>
        /// <param name="at">Values of all of the expression's variables.</param>
        /// <exception cref="ArgumentException">The expression does not contain a variable; a value is missing or has the wrong shape.</exception>
        public IReadOnlyList<KinkAtPoint> KinksAt(IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) =>
            expression.KinksAt(variables, at, null, CancellationToken.None);

        /// <summary>Where a point lies on kinks, with a choice of threads.</summary>
        /// <param name="variables">The variables that move.</param>
        /// <param name="at">Values of all of the expression's variables.</param>
        /// <param name="workers">Threads; all cores if nothing.</param>
        /// <param name="cancellation">Stops between operations.</param>
        /// <exception cref="ArgumentException">The expression does not contain a variable; a value is missing or has the wrong shape.</exception>
        public IReadOnlyList<KinkAtPoint> KinksAt(
            IReadOnlyList<Variable> variables, IReadOnlyList<(Variable Variable, Tensor<double> Value)> at, WorkerPool? workers, CancellationToken cancellation)
        {
            Point.CheckContains(expression, variables);
            return KinkAtPoint.Of(expression, variables, Point.ValuesFor(expression, null, variables, at), workers ?? WorkerPool.Shared, cancellation);
        }
    }

    private static (Expr Tangent, StackedVariables Stacked) Tangent(Expr expression, IReadOnlyList<Variable> variables, string name)
    {
        StackedVariables stacked = new(variables, name);
        Dictionary<Variable, Expr> tangents = variables.Zip(stacked.Parts).ToDictionary(pair => pair.First, pair => pair.Second);
        return (Linearization.Tangent(expression, tangents) ?? Linearization.Zeros(expression.Shape), stacked);
    }
}
