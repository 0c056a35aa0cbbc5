using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Pooling;

/// <summary>The facts of <see cref="WindowGather"/> and <see cref="WindowScatterAdd"/>: matrices of zeros and ones with at most one 1 for each window.</summary>
internal static class WindowFacts
{
    public static PrimitiveFacts Of(ValueList<PoolingAxis> axes, IReadOnlyList<ArgumentFacts> arguments, Shape pictures, bool adds)
    {
        // An entry lies in at most this many windows: the taps that are a whole number of strides apart.
        long meetings = 1;
        foreach (PoolingAxis axis in axes)
        {
            meetings *= Math.Min(axis.Window, axis.Output);
        }

        Interval range = arguments[0].Range;
        Interval result = adds ? range.Sum(0, meetings) : Windows.ReachPadding(axes, pictures) ? range.Hull(Interval.Point(0)) : range;
        return new(
            result,
            arguments[1].Degree == 0 ? arguments[0].Degree : null,
            Curvature.Unknown,
            [
                InArgument.LinearWith(Interval.Unit, Math.Sqrt(meetings) * (1 + 1e-15)),
                new InArgument(Curvature.Unknown, Monotonicity.Unknown, double.PositiveInfinity, new Interval(0, Windows.Taps(axes) - 1)),
            ],
            "for fixed offsets a matrix of zeros and ones; ‖A‖₂ ≤ √(‖A‖₁‖A‖∞) (Golub & Van Loan 2013, corollary 2.3.2), with one 1 for each window and one for each window that an entry lies in");
    }
}
