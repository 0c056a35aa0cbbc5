using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Checking.Cases;

/// <summary>Operations that move entries between places, axes and arrays.</summary>
public static class StructureCases
{
    internal static IEnumerable<PrimitiveCase> All() => Transposing().Concat(Slicing()).Concat(Concatenating()).Concat(Indexing());

    /// <summary>A transpose with its result written out.</summary>
    internal static PrimitiveCase Transposed(Shape shape, ValueList<int> axes, Shape result) => new($"transpose {shape} to {axes}", new Transpose(axes), [shape], result);

    internal static PrimitiveCase RandomTranspose(Random random)
    {
        int[] lengths = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(1, 5))];
        int[] axes = [.. Enumerable.Range(0, lengths.Length)];
        random.Shuffle(axes);
        return Transposed([.. lengths], ValueList.Create<int>(axes), [.. axes.Select(axis => lengths[axis])]);
    }

    private static IEnumerable<PrimitiveCase> Transposing()
    {
        yield return Transposed(Shape.Scalar, [], Shape.Scalar);
        yield return Transposed([4], [0], [4]);
        yield return Transposed([2, 3], [0, 1], [2, 3]);
        yield return Transposed([2, 3], [1, 0], [3, 2]);
        yield return Transposed([0, 3], [1, 0], [3, 0]);
        yield return Transposed([2, 3, 4], [2, 1, 0], [4, 3, 2]);
        yield return Transposed([2, 3, 4], [1, 2, 0], [3, 4, 2]);
        yield return Transposed([2, 3, 4], [1, 0, 2], [3, 2, 4]);
        yield return Transposed([2, 1, 3, 2], [3, 0, 1, 2], [2, 2, 1, 3]);
        yield return Transposed([2, 2, 3, 2], [0, 3, 1, 2], [2, 2, 2, 3]);
        yield return Transposed([1, 2, 2, 2, 3], [0, 3, 1, 4, 2], [1, 2, 2, 3, 2]);
    }

    private static IEnumerable<PrimitiveCase> Slicing()
    {
        // start, length, step; the large shape
        (Shape Start, Shape Length, Shape Step, Shape Large)[] slices =
        [
            ([1], [2], [2], [5]), ([0], [3], [2], [5]), ([0], [5], [1], [5]), ([4], [1], [7], [5]), ([5], [0], [1], [5]), ([0], [0], [1], [0]),
            ([1, 0], [1, 3], [1, 1], [2, 3]), ([0, 1], [2, 2], [1, 1], [2, 3]), ([0, 0], [2, 2], [1, 2], [2, 4]), ([1, 2], [2, 1], [3, 1], [5, 4]),
            ([0, 1, 0, 0], [2, 2, 2, 2], [1, 2, 1, 1], [2, 4, 2, 2]), ([0, 0, 1, 1], [1, 2, 2, 1], [1, 1, 2, 1], [1, 2, 4, 2]), ([0, 0, 0], [2, 2, 3], [1, 1, 1], [2, 2, 3]),
            (Shape.Scalar, Shape.Scalar, Shape.Scalar, Shape.Scalar),
        ];
        foreach ((Shape start, Shape length, Shape step, Shape large) in slices)
        {
            yield return new($"slice {length} of {large} from {start} by {step}", new Slice(start, length, step), [large], length);
            yield return new($"embed {length} in {large} from {start} by {step}", new Embed(start, step, large), [length], large);
        }
    }

    internal static PrimitiveCase RandomSlice(Random random, bool embeds)
    {
        int[] start = [.. Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(3))], length = [.. start.Select(_ => random.Next(1, 4))], step = [.. start.Select(_ => random.Next(1, 4))];
        Shape small = [.. length], large = [.. start.Select((first, axis) => first + ((length[axis] - 1) * step[axis]) + 1 + random.Next(3))];
        return embeds
            ? new($"{small} in {large}", new Embed([.. start], [.. step], large), [small], large)
            : new($"{small} of {large}", new Slice([.. start], [.. length], [.. step]), [large], small);
    }

    private static IEnumerable<PrimitiveCase> Concatenating()
    {
        yield return Joined(0, [[3]], [3]);
        yield return Joined(0, [[2], [3]], [5]);
        yield return Joined(0, [[2], [0]], [2]);
        yield return Joined(0, [[2, 2], [1, 2]], [3, 2]);
        yield return Joined(1, [[2, 2], [2, 1]], [2, 3]);
        yield return Joined(3, [[1, 2, 2, 2], [1, 2, 2, 1]], [1, 2, 2, 3]);
        yield return Joined(2, [[2, 1, 2, 2], [2, 1, 1, 2]], [2, 1, 3, 2]);
        yield return Joined(0, [[1, 2, 1, 2], [2, 2, 1, 2]], [3, 2, 1, 2]);
        yield return Joined(1, [[0, 2], [0, 3]], [0, 5]);
        yield return Joined(1, [[2, 1], [2, 2], [2, 1]], [2, 4]) with { Admits = static (argument, range) => argument < 2 || range == new Interval(-2, 3) || range.Lower == range.Upper };
    }

    private static PrimitiveCase Joined(int axis, Shape[] parts, Shape result) =>
        new($"concatenate {string.Join(" and ", parts)} along {axis}", new Concatenate(axis, parts.Length), parts, result);

    internal static PrimitiveCase RandomConcatenation(Random random)
    {
        int[] lengths = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(1, 4))];
        int axis = random.Next(lengths.Length);
        Shape[] parts = [.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => Shape.Create(lengths).With(axis, random.Next(4)))];
        return Joined(axis, parts, Shape.Create(lengths).With(axis, parts.Sum(part => part[axis])));
    }

    private static IEnumerable<PrimitiveCase> Indexing()
    {
        // axis, the shape with the axis, the indices' shape, the shape with the indices
        (int Axis, Shape Large, Shape Indices, Shape Small)[] cases =
        [
            (0, [4], [3], [3]), (0, [4], Shape.Scalar, Shape.Scalar), (0, [1], [2], [2]), (0, [3], [0], [0]), (0, [0], [0], [0]), (0, [4, 2], [3], [3, 2]), (1, [2, 4], [3], [2, 3]),
            (1, [2, 3, 2], [2, 2], [2, 2, 2, 2]), (1, [2, 3, 2], Shape.Scalar, [2, 2]), (0, [5, 1, 2], [1, 2], [1, 2, 1, 2]), (1, [0, 3], [2], [0, 2]),
        ];
        foreach ((int axis, Shape large, Shape indices, Shape small) in cases)
        {
            yield return Indexed(axis, large, indices, small, adds: false);
            yield return Indexed(axis, large, indices, small, adds: true);
        }
    }

    /// <summary>Entries read by index along an axis, or added up by index.</summary>
    /// <param name="axis">The axis that is indexed.</param>
    /// <param name="large">The shape with that axis.</param>
    /// <param name="indices">The shape of the indices.</param>
    /// <param name="small">The shape with the indices' axes in the place of that axis.</param>
    /// <param name="adds">Whether entries are added up (scatter-add) rather than read (gather).</param>
    public static PrimitiveCase Indexed(int axis, Shape large, Shape indices, Shape small, bool adds)
    {
        int length = large[axis];
        Primitive primitive = adds ? new ScatterAdd(axis, length) : new Gather(axis);
        return new($"{primitive.Name} {(adds ? small : large)} at {indices} along {axis} to {(adds ? large : small)}", primitive, [adds ? small : large, indices], adds ? large : small)
        {
            Special = (random, argument) => argument == 1 ? PoolingCases.Indices(random, indices, Math.Max(1, length)) : null,
            Admits = (argument, range) => argument == 0 || PoolingCases.IsIndex(range, Math.Max(1, length)),
        };
    }

    internal static PrimitiveCase RandomIndices(Random random, bool adds)
    {
        int[] lengths = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => random.Next(1, 5))], indices = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(1, 4))];
        int axis = random.Next(lengths.Length);
        return Indexed(axis, [.. lengths], [.. indices], [.. lengths[..axis], .. indices, .. lengths[(axis + 1)..]], adds);
    }
}
