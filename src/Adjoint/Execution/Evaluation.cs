using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Execution;

/// <summary>Evaluation in one call, through the same plans as everything else.</summary>
public static class Evaluation
{
    private static readonly ConditionalWeakTable<Expr, Plan> Plans = [];

    extension(Expr expression)
    {
        /// <summary>
        /// The value of an expression. The plan is kept for as long as the expression is; memory is allocated anew at each call, so
        /// for many calls make a <see cref="PlanSession{T}"/>.
        /// </summary>
        /// <typeparam name="T">float or double.</typeparam>
        /// <param name="values">A value for each variable of the expression; others are ignored.</param>
        /// <exception cref="ArgumentException">A variable has no value, or one of another shape.</exception>
        public Tensor<T> Evaluate<T>(params IReadOnlyList<(Variable Variable, Tensor<T> Value)> values)
            where T : unmanaged, IBinaryFloatingPointIeee754<T>
        {
            ArgumentNullException.ThrowIfNull(expression);
            ArgumentNullException.ThrowIfNull(values);
            Plan plan = Plans.GetValue(expression, static root => Plan.Compile(new Function(GraphTraversal.Variables(root), [root])));
            PlanSession<T> session = new(plan);
            for (int i = 0; i < plan.Function.Inputs.Count; i++)
            {
                session.Bind(i, ValueOf(plan.Function.Inputs[i], values).Memory);
            }

            session.Run(WorkerPool.Shared);
            return session.CopyOutput(0);
        }
    }

    private static Tensor<T> ValueOf<T>(Variable variable, IReadOnlyList<(Variable Variable, Tensor<T> Value)> values)
        where T : unmanaged
    {
        foreach ((Variable candidate, Tensor<T> value) in values)
        {
            if (candidate == variable)
            {
                return value.Shape == variable.Shape
                    ? value
                    : throw new ArgumentException($"The variable '{variable.Name}' has shape {variable.Shape}; its value has {value.Shape}.", nameof(values));
            }
        }

        throw new ArgumentException($"The variable '{variable.Name}' of shape {variable.Shape} has no value.", nameof(values));
    }
}
