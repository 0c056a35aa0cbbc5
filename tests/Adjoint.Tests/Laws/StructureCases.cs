using Adjoint.Graph;
using Adjoint.Primitives.Shaping;
using Adjoint.Tensors;

namespace Adjoint.Tests.Laws;

/// <summary>Operations that move entries between places, axes and arrays.</summary>
public static class StructureCases
{
    public static IEnumerable<PrimitiveCase> All() => Transposing();

    /// <summary>A transpose with its result written out.</summary>
    public static PrimitiveCase Transposed(Shape shape, ValueList<int> axes, Shape result) => new($"transpose {shape} to {axes}", new Transpose(axes), [shape], result);

    public static PrimitiveCase RandomTranspose(Random random)
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
}
