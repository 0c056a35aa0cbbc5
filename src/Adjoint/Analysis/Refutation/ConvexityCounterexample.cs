using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>Two points and a place on the chord between them where an entry of the expression lies above the chord.</summary>
/// <param name="A">The values of the moving variables at one end.</param>
/// <param name="B">Their values at the other.</param>
/// <param name="T">Where on the chord: the mixed point is (1 − t) a + t b.</param>
/// <param name="Fixed">The values of all other variables.</param>
/// <param name="Entry">Which entry of the expression; empty for a scalar.</param>
/// <param name="AtA">The entry at a.</param>
/// <param name="AtB">The entry at b.</param>
/// <param name="AtMix">The entry at the mixed point.</param>
public sealed record ConvexityCounterexample(
    IReadOnlyDictionary<Variable, Tensor<double>> A,
    IReadOnlyDictionary<Variable, Tensor<double>> B,
    double T,
    IReadOnlyDictionary<Variable, Tensor<double>> Fixed,
    IReadOnlyList<int> Entry,
    double AtA,
    double AtB,
    double AtMix)
{
    /// <summary>How far the entry lies above the chord: <c>atMix − ((1 − t) atA + t atB)</c>.</summary>
    public double Violation => AtMix - (((1 - T) * AtA) + (T * AtB));

    /// <summary>What a violation must reach to count: far above rounding.</summary>
    public double Margin => 1e-6 * (1 + Math.Max(Math.Abs(AtA), Math.Max(Math.Abs(AtB), Math.Abs(AtMix))));
}
