using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>One map after another: u ↦ A (B u). Of a map and its adjoint it is its own adjoint.</summary>
internal sealed class ComposedOperator : LinearOperator
{
    /// <summary>Composes.</summary>
    /// <param name="left">A, applied last.</param>
    /// <param name="right">B.</param>
    public ComposedOperator(LinearOperator left, LinearOperator right)
        : base(right.Domain, left.Range)
    {
        if (left.Domain != right.Range)
        {
            throw new ShapeException($"The left operator takes {left.Domain}, and the right one gives {right.Range}; in a composition both are the same.");
        }

        (Left, Right) = (left, right);
    }

    /// <summary>A, applied last.</summary>
    public LinearOperator Left { get; }

    /// <summary>B, applied first.</summary>
    public LinearOperator Right { get; }

    /// <inheritdoc/>
    protected override LinearOperator MakeAdjoint() => ReferenceEquals(Left.Adjoint, Right) ? this : new ComposedOperator(Right.Adjoint, Left.Adjoint);

    /// <inheritdoc/>
    protected override Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers) => Left.Apply(Right.Apply(argument, workers), workers);
}
