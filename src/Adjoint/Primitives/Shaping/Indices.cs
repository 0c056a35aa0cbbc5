using System.Numerics;
using Adjoint.Graph.Facts;
using Adjoint.Kernels.Indexing;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>What <see cref="Gather"/> and <see cref="ScatterAdd"/> share.</summary>
internal static class Indices
{
    /// <summary>Whole numbers up to this are exact in float32.</summary>
    private const int ExactInSingle = 1 << 24;

    /// <summary>An index, or an error.</summary>
    /// <exception cref="ArgumentException">It lies outside the axis.</exception>
    public static int Read(double value, int length) =>
        WholeNumber.Index(value, length) is int index and >= 0
            ? index
            : throw new ArgumentException($"The index {value} lies outside an axis of length {length}; it must be a whole number from 0 to {length - 1}.");

    /// <summary>A shape as what lies before an axis, the axis, and what lies behind it.</summary>
    /// <exception cref="ArgumentException">The axis is too long for indices of this element type.</exception>
    public static (int Outer, int Length, int Inner) Sizes<T>(Shape shape, int axis)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && shape[axis] > ExactInSingle)
        {
            throw new ArgumentException($"Indices held in float32 are exact up to {ExactInSingle}; axis {axis} of {shape} is longer. Compute in float64.");
        }

        int outer = 1, inner = 1;
        for (int i = 0; i < shape.Rank; i++)
        {
            if (i < axis)
            {
                outer *= shape[i];
            }
            else if (i > axis)
            {
                inner *= shape[i];
            }
        }

        return (outer, shape[axis], inner);
    }

    /// <summary>Facts of a matrix of zeros and ones with one 1 for each index.</summary>
    public static PrimitiveFacts Facts(IReadOnlyList<ArgumentFacts> arguments, Interval range, int length) => new(
        range,
        arguments[1].Degree == 0 ? arguments[0].Degree : null,
        Curvature.Unknown,
        [
            InArgument.LinearWith(Interval.Unit, Math.Sqrt(arguments[1].Shape.Size) * (1 + 1e-15)),
            new InArgument(Curvature.Unknown, Monotonicity.Unknown, double.PositiveInfinity, new Interval(0, Math.Max(0, length - 1))),
        ],
        "for fixed indices a matrix of zeros and ones; ‖A‖₂ ≤ √(‖A‖₁‖A‖∞) (Golub & Van Loan 2013, corollary 2.3.2), attained where all indices are equal");
}
