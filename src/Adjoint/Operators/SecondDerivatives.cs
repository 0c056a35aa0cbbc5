using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>Second derivatives of scalars as linear operators: matrix-free, each application costs a small multiple of the expression.</summary>
public static class SecondDerivatives
{
    extension(Expr expression)
    {
        /// <summary>
        /// The Hessian of a scalar at a point as an operator, <c>t ↦ ∇²f · t</c> (Pearlmutter 1994). It is its own adjoint; <see cref="LinearOperator.DotTest(long, Kernels.Parallel.WorkerPool?)"/> tests
        /// its symmetry.
        /// </summary>
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
        /// <param name="variable">The variable.</param>
        /// <param name="at">Values of the expression's variables; of a quadratic the point may be left out.</param>
        /// <exception cref="ShapeException">The expression is no scalar.</exception>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public LinearOperator HessianOperator(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.HessianOperator([variable], at);

        /// <summary>The Hessian in several variables, as one stacked vector of all their entries in order.</summary>
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
        /// <param name="variables">The variables.</param>
        /// <param name="at">Values of the expression's variables; of a quadratic the point may be left out.</param>
        /// <exception cref="ShapeException">The expression is no scalar.</exception>
        /// <exception cref="ArgumentException">The expression does not contain a variable; a value is missing or has the wrong shape.</exception>
        public LinearOperator HessianOperator(IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
        {
            Point.CheckContains(expression, variables);
            StackedVariables stacked = new(variables, variables.Count == 1 ? $"d{variables[0].Name}" : "d");
            Expr product = StackedVariables.Join(expression.HessianVectorProduct(variables, stacked.Parts));
            return new GraphOperator(product, stacked.Vector, Point.ValuesFor(product, stacked.Vector, variables, at, order: 2), isSelfAdjoint: true);
        }

        /// <summary>The Hessian of a scalar as a matrix, |variable| × |variable|, for small problems.</summary>
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
        /// <param name="variable">The variable.</param>
        /// <param name="at">Values of the expression's variables.</param>
        /// <exception cref="ShapeException">The expression is no scalar.</exception>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public Tensor<double> Hessian(Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.HessianOperator(variable, at).ToMatrix();

        /// <summary>The Hessian of a scalar in several variables as a matrix, the entries of one after those of the other.</summary>
        /// <remarks>At a kink, such as a rectifier at exactly 0, one of several slopes is taken, a subgradient where the expression is convex; <c>KinksAt</c> says where, and which.</remarks>
        /// <param name="variables">The variables.</param>
        /// <param name="at">Values of the expression's variables.</param>
        /// <exception cref="ShapeException">The expression is no scalar.</exception>
        /// <exception cref="ArgumentException">The expression does not contain a variable; a value is missing or has the wrong shape.</exception>
        public Tensor<double> Hessian(IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) => expression.HessianOperator(variables, at).ToMatrix();

        /// <summary>The Gauss–Newton operator in one variable.</summary>
        /// <param name="loss">ℓ: from the expression to a scalar.</param>
        /// <param name="variable">The variable.</param>
        /// <param name="at">Values of the variables of the expression and of ℓ.</param>
        /// <exception cref="ShapeException">ℓ gives no scalar.</exception>
        /// <exception cref="ArgumentException">The expression does not contain the variable; a value is missing or has the wrong shape.</exception>
        public LinearOperator GaussNewtonOperator(Func<Expr, Expr> loss, Variable variable, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at) =>
            expression.GaussNewtonOperator(loss, [variable], at);

        /// <summary>
        /// The Gauss–Newton operator of ℓ(z(w)), <c>Jᵀ ∇²ℓ(z) J</c>, where J is the linearisation of z: the Hessian without the part that the curvature of z adds
        /// (Schraudolph 2002). Positive semidefinite where ℓ is convex, whatever z is.
        /// </summary>
        /// <remarks>The expression is z, the outputs. For ℓ = ‖z − x‖² it is 2 Jᵀ J; where z is affine it is the Hessian. At a kink one of several slopes is taken; <c>KinksAt</c> says which.</remarks>
        /// <param name="loss">ℓ: from z to a scalar.</param>
        /// <param name="variables">The variables w, as one stacked vector.</param>
        /// <param name="at">Values of the variables of z and of ℓ.</param>
        /// <exception cref="ShapeException">ℓ(z) is no scalar.</exception>
        /// <exception cref="ArgumentException">z does not contain a variable; a value is missing or has the wrong shape.</exception>
        public LinearOperator GaussNewtonOperator(
            Func<Expr, Expr> loss, IReadOnlyList<Variable> variables, params IReadOnlyList<(Variable Variable, Tensor<double> Value)> at)
        {
            ArgumentNullException.ThrowIfNull(loss);
            LinearOperator jacobian = expression.Linearize(variables, at);
            Variable outputs = new("z", expression.Shape), direction = new("dz", expression.Shape);
            Expr product = loss(outputs).HessianVectorProduct([outputs], [direction])[0];
            IReadOnlyList<(Variable Variable, Tensor<double> Value)> known = at;
            if (GraphTraversal.Variables(product).Contains(outputs))
            {
                known = [.. at, (outputs, expression.Evaluate(Point.ValuesFor(expression, null, variables, at)))];
            }

            GraphOperator curvature = new(product, direction, Point.ValuesFor(product, direction, variables, known, order: 2), isSelfAdjoint: true);
            return new CongruentOperator(jacobian, curvature);
        }
    }
}
