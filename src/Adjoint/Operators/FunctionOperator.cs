using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>A map that two functions compute, in float64.</summary>
internal sealed class FunctionOperator(Shape domain, Shape range, Func<Tensor<double>, Tensor<double>> apply, Func<Tensor<double>, Tensor<double>> adjoint)
    : LinearOperator(domain, range)
{
    /// <inheritdoc/>
    protected override LinearOperator MakeAdjoint() => new FunctionOperator(Range, Domain, adjoint, apply);

    /// <inheritdoc/>
    protected override Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers)
    {
        // A copy: the function may keep or change what it is given.
        Tensor<double> result = apply(Precision.Convert<T, double>(argument.Clone()))
            ?? throw new InvalidOperationException($"The function of the operator from {Domain} to {Range} gave nothing.");
        return result.Shape == Range
            ? Precision.Convert<double, T>(result)
            : throw new InvalidOperationException($"The function of the operator from {Domain} to {Range} gave a tensor of shape {result.Shape}.");
    }
}
