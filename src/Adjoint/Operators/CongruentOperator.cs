using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>JᵀHJ with a symmetric H: its own adjoint.</summary>
internal sealed class CongruentOperator : LinearOperator
{
    /// <summary>Makes an operator.</summary>
    /// <param name="inner">J.</param>
    /// <param name="middle">H, its own adjoint, on J's range.</param>
    public CongruentOperator(LinearOperator inner, LinearOperator middle)
        : base(inner.Domain, inner.Domain)
    {
        (Inner, Middle) = (inner, middle);
        DeclareSelfAdjoint();
    }

    /// <summary>J.</summary>
    public LinearOperator Inner { get; }

    /// <summary>H.</summary>
    public LinearOperator Middle { get; }

    /// <inheritdoc/>
    protected override LinearOperator MakeAdjoint() => this;

    /// <inheritdoc/>
    protected override Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers) =>
        Inner.Adjoint.Apply(Middle.Apply(Inner.Apply(argument, workers), workers), workers);
}
