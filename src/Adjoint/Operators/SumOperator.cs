using Adjoint.Graph;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>A weighted sum of maps: u ↦ Σ s_i A_i u.</summary>
internal sealed class SumOperator : LinearOperator
{
    /// <summary>Adds maps.</summary>
    /// <param name="terms">Factors and maps, at least one.</param>
    public SumOperator(IReadOnlyList<(double Factor, LinearOperator Map)> terms)
        : base(terms[0].Map.Domain, terms[0].Map.Range)
    {
        foreach ((_, LinearOperator map) in terms)
        {
            if (map.Domain != Domain || map.Range != Range)
            {
                throw new ShapeException($"Operators that are added have one domain and one range; these go from {Domain} to {Range} and from {map.Domain} to {map.Range}.");
            }
        }

        Terms = terms;
    }

    /// <summary>Factors and maps.</summary>
    public IReadOnlyList<(double Factor, LinearOperator Map)> Terms { get; }

    /// <inheritdoc/>
    protected override LinearOperator MakeAdjoint() => new SumOperator([.. Terms.Select(term => (term.Factor, term.Map.Adjoint))]);

    /// <inheritdoc/>
    protected override Tensor<T> Compute<T>(Tensor<T> argument, WorkerPool workers)
    {
        Tensor<T> sum = new(Range);
        foreach ((double factor, LinearOperator map) in Terms)
        {
            ElementwiseLoops.AddScaled(T.CreateTruncating(factor), map.Apply(argument, workers).Span, sum.Span);
        }

        return sum;
    }
}
