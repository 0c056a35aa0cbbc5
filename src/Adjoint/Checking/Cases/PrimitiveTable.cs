using Adjoint.Graph.Facts;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Checking.Cases;

/// <summary>
/// Every primitive, with small arguments that show what is particular about it. A new primitive is checked by being listed
/// here, and a test fails until it is. Results are written out, not computed.
/// </summary>
public static class PrimitiveTable
{
    // Made when it is first asked for: nothing but checks needs it.
    private static readonly Lazy<IReadOnlyDictionary<string, PrimitiveCase>> ByName = new(() => All().ToDictionary(@case => @case.Name));

    /// <summary>The cases, each with a name of its own.</summary>
    public static IEnumerable<PrimitiveCase> Cases => ByName.Value.Values;

    /// <summary>The case of a name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public static PrimitiveCase Find(string name) => ByName.Value[name];

    private static IEnumerable<PrimitiveCase> All() =>
        Elementwise().Concat(Repeating()).Concat(Moving()).Concat(Extending()).Concat(CorrelationCases.All())
            .Concat(StructureCases.All())
            .Concat(MatrixProductCases.All())
            .Concat(PoolingCases.All())
            .Concat(ElementwiseCases.All())
            .Concat(ReductionCases.All());

    private static IEnumerable<PrimitiveCase> Elementwise()
    {
        Shape[] shapes = [Shape.Scalar, [0], [1], [5], [2, 3], [2, 2, 3, 2]];
        foreach (Shape shape in shapes)
        {
            yield return new($"add {shape}", new Add(), [shape, shape], shape);
            yield return new($"subtract {shape}", new Subtract(), [shape, shape], shape);
            yield return new($"multiply {shape}", new Multiply(), [shape, shape], shape);
            yield return new($"negate {shape}", new Negate(), [shape], shape);
            yield return new($"square {shape}", new Square(), [shape], shape);
            yield return new($"relu {shape}", new Relu(), [shape], shape) { Kink = 0 };
            yield return new($"gate {shape}", new Gate(), [shape, shape], shape) { Kink = 0 };
            yield return Quotient($"divide {shape}", shape, new(0.5, 4));
            yield return Quotient($"divide by negative {shape}", shape, new(-3, -0.5));
        }
    }

    /// <summary>A denominator that is zero everywhere is outside every domain.</summary>
    private static PrimitiveCase Quotient(string name, Shape shape, Interval denominator) => new(name, new Divide(), [shape, shape], shape)
    {
        Ranges = [new(-2, 3), denominator],
        Admits = static (argument, range) => argument == 0 || range != Interval.Point(0),
    };

    private static IEnumerable<PrimitiveCase> Repeating()
    {
        (Shape Small, Shape Large)[] pairs =
        [
            (Shape.Scalar, Shape.Scalar), (Shape.Scalar, [5]), (Shape.Scalar, [2, 3]), (Shape.Scalar, [2, 2, 2, 3]), ([1], [5]), ([1], [0]), ([0], [0]), ([0], [3, 0]),
            ([3], [3]), ([3], [2, 3]), ([3], [2, 1, 2, 3]), ([1, 3], [4, 3]), ([4, 1], [4, 3]), ([4, 1], [2, 4, 3]), ([1, 1], [2, 3]),
            ([2, 1, 3], [2, 4, 3]), ([2, 1, 2, 3], [2, 2, 2, 3]), ([1, 2, 1, 3], [2, 2, 2, 3]), ([2, 2, 2, 1], [2, 2, 2, 3]), ([2, 1, 1, 3], [2, 2, 2, 3]),
            ([1, 2, 2, 1], [2, 2, 2, 3]), ([2, 2, 1], [2, 2, 2, 3]), ([1, 1, 1, 1], [1, 1, 1, 1]),
        ];
        foreach ((Shape small, Shape large) in pairs)
        {
            yield return new($"broadcast {small} to {large}", new Broadcast(large), [small], large);
            yield return new($"sum {large} to {small}", new SumTo(small), [large], small);
        }
    }

    private static IEnumerable<PrimitiveCase> Moving()
    {
        yield return new("reshape 6 to 2×3", new Reshape([2, 3]), [[6]], [2, 3]);
        yield return new("reshape 2×3 to 3×1×2", new Reshape([3, 1, 2]), [[2, 3]], [3, 1, 2]);
        yield return new("reshape 1 to scalar", new Reshape(Shape.Scalar), [[1]], Shape.Scalar);
        yield return new("reshape scalar to 1×1", new Reshape([1, 1]), [Shape.Scalar], [1, 1]);
        yield return new("reshape 0×3 to 2×0", new Reshape([2, 0]), [[0, 3]], [2, 0]);
        yield return new("flip no axis", new Flip([]), [[2, 3]], [2, 3]);
        yield return new("flip 5", new Flip([0]), [[5]], [5]);
        yield return new("flip 1", new Flip([0]), [[1]], [1]);
        yield return new("flip 0", new Flip([0]), [[0]], [0]);
        yield return new("flip both axes", new Flip([0, 1]), [[2, 3]], [2, 3]);
        yield return new("flip the inner axis", new Flip([1]), [[2, 3]], [2, 3]);
        yield return new("flip the outer axis", new Flip([0]), [[2, 3]], [2, 3]);
        yield return new("flip space of a kernel", new Flip([0, 1]), [[2, 3, 2, 2]], [2, 3, 2, 2]);
        yield return new("flip space of pictures", new Flip([1, 2]), [[2, 3, 2, 2]], [2, 3, 2, 2]);
        yield return new("flip channels", new Flip([3]), [[2, 2, 2, 3]], [2, 2, 2, 3]);

        (Shape Before, Shape Inner, Shape After, Shape Outer)[] margins =
        [
            ([2], [3], [1], [6]), ([0], [3], [0], [3]), ([0], [3], [2], [5]), ([1], [0], [2], [3]), ([0], [0], [0], [0]), ([1], [1], [0], [2]),
            ([1, 0], [2, 3], [0, 2], [3, 5]), ([0, 1], [2, 3], [0, 0], [2, 4]), ([1, 0], [2, 3], [0, 0], [3, 3]), ([1, 1], [0, 2], [1, 0], [2, 3]),
            ([0, 1, 2, 0], [2, 2, 1, 2], [0, 0, 1, 0], [2, 3, 4, 2]), ([0, 0, 0, 1], [1, 2, 2, 2], [0, 0, 0, 1], [1, 2, 2, 4]),
            (Shape.Scalar, Shape.Scalar, Shape.Scalar, Shape.Scalar),
        ];
        foreach ((Shape before, Shape inner, Shape after, Shape outer) in margins)
        {
            yield return new($"pad {inner} by {before} and {after}", new Pad(before, after), [inner], outer);
            yield return new($"crop {outer} by {before} and {after}", new Crop(before, after), [outer], inner);
        }
    }

    private static IEnumerable<PrimitiveCase> Extending()
    {
        (Shape Before, Shape Inner, Shape After, Shape Outer)[] margins =
        [
            ([2], [4], [2], [8]), ([0], [4], [0], [4]), ([3], [4], [0], [7]), ([0], [4], [1], [5]), ([9], [4], [10], [23]), ([2], [1], [3], [6]), ([5], [2], [4], [11]),
            ([1, 2], [2, 3], [0, 1], [3, 6]), ([0, 2], [2, 3], [0, 0], [2, 5]), ([2, 0], [3, 2], [1, 0], [6, 2]), ([0], [0], [0], [0]),
            ([0, 1, 2, 0], [2, 2, 1, 2], [0, 0, 1, 0], [2, 3, 4, 2]), ([0, 2, 0, 0], [1, 3, 2, 2], [0, 3, 0, 0], [1, 8, 2, 2]),
        ];
        foreach (Extension mode in Enum.GetValues<Extension>())
        {
            foreach ((Shape before, Shape inner, Shape after, Shape outer) in margins)
            {
                yield return new($"extend {mode} {inner} by {before} and {after}", new Extend(mode, before, after), [inner], outer);
                yield return new($"fold {mode} {outer} by {before} and {after}", new Fold(mode, before, after), [outer], inner);
            }
        }
    }
}
