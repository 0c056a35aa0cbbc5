using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>A search's point: both ends of a chord and the values of what is quantified, as tensors that a search moves.</summary>
/// <param name="A">One end.</param>
/// <param name="B">The other.</param>
/// <param name="Free">The values of what is quantified.</param>
internal sealed record Assignment(Tensor<double>[] A, Tensor<double>[] B, Tensor<double>[] Free)
{
    /// <summary>All tensors, ends first.</summary>
    public IEnumerable<Tensor<double>> All => A.Concat(B).Concat(Free);

    /// <summary>A copy that shares nothing.</summary>
    public Assignment Copy() => new(Copied(A), Copied(B), Copied(Free));

    /// <summary>Tensors by their variables.</summary>
    public static IReadOnlyDictionary<Variable, Tensor<double>> Named(IReadOnlyList<Variable> variables, IReadOnlyList<Tensor<double>> values) =>
        variables.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);

    /// <summary>αa + (1 − α)b.</summary>
    public static Tensor<double> Mixed(double alpha, Tensor<double> a, Tensor<double> b)
    {
        Tensor<double> mixed = new(a.Shape);
        for (int i = 0; i < mixed.Span.Length; i++)
        {
            mixed.Span[i] = (alpha * a.Span[i]) + ((1 - alpha) * b.Span[i]);
        }

        return mixed;
    }

    private static Tensor<double>[] Copied(Tensor<double>[] tensors) => [.. tensors.Select(tensor => tensor.Clone())];
}
