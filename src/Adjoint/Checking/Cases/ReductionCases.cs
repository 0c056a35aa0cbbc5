using Adjoint.Graph.Facts;
using Adjoint.Primitives.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Checking.Cases;

/// <summary>Functions of rows, along inner and outer axes and over all entries.</summary>
internal static class ReductionCases
{
    // The end of a range is drawn often; where it is the extremum itself, the derivative would jump.
    private static readonly Interval Upward = new(-2, double.PositiveInfinity), Downward = new(double.NegativeInfinity, 3);

    internal static IEnumerable<PrimitiveCase> All()
    {
        (Shape Shape, int Axis, Shape Result)[] rows =
        [
            ([5], 0, Shape.Scalar), ([1], 0, Shape.Scalar), ([2, 3], 1, [2]), ([2, 3], 0, [3]), ([3, 1], 1, [3]), ([0, 3], 1, [0]), ([3, 0], 0, [0]),
            ([2, 3, 2], 1, [2, 2]), ([2, 1, 2, 3], 3, [2, 1, 2]), ([4, 2, 2], 0, [2, 2]), ([2, 40], 1, [2]),
        ];
        foreach ((Shape shape, int axis, Shape result) in rows)
        {
            string along = $"{shape} along {axis}";
            yield return new($"max {along}", new Max(axis), [shape], result) { Ranges = [Upward] };
            yield return new($"min {along}", new Min(axis), [shape], result) { Ranges = [Downward] };
            yield return new($"first greatest {along}", new FirstGreatest(axis), [shape], shape) { Ranges = [Interval.Reals] };
            yield return new($"logsumexp {along}", new LogSumExp(axis), [shape], result);
            yield return new($"softmax {along}", new Softmax(axis), [shape], shape);
            yield return new($"logsoftmax {along}", new LogSoftmax(axis), [shape], shape);
            yield return new($"crossentropyslope {along}", new CrossEntropySlope(axis), [shape, shape], shape) { Ranges = [new(-2, 3), new(0, 1)] };
            yield return new($"softmaxdeviation {along}", new SoftmaxDeviation(axis), [shape, shape], shape);
            if (axis == shape.Rank - 1)
            {
                yield return new($"crossentropy {shape}", new CrossEntropyOfRows(), [shape, shape], result) { Ranges = [new(-2, 3), new(0, 1)] };
            }
        }

        // Rows without entries: what gives rows again gives nothing.
        yield return new("softmax 3×0 along 1", new Softmax(1), [[3, 0]], [3, 0]);
        yield return new("logsoftmax 3×0 along 1", new LogSoftmax(1), [[3, 0]], [3, 0]);

        Shape[] shapes = [Shape.Scalar, [1], [5], [2, 3], [2, 2, 3, 2], [40]];
        foreach (Shape shape in shapes)
        {
            yield return new($"max {shape}", new Max(null), [shape], Shape.Scalar) { Ranges = [Upward] };
            yield return new($"min {shape}", new Min(null), [shape], Shape.Scalar) { Ranges = [Downward] };
            yield return new($"first greatest {shape}", new FirstGreatest(null), [shape], shape) { Ranges = [Interval.Reals] };
            yield return new($"norm2 {shape}", new Norm2(), [shape], Shape.Scalar) { Kink = 0 };
        }

        yield return new("norm2 0", new Norm2(), [[0]], Shape.Scalar);
    }
}
