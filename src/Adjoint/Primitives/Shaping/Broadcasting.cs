using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Shaping;

/// <summary>The rule of broadcasting: shapes are matched from the last axis; a length of 1 fits any length.</summary>
internal static class Broadcasting
{
    /// <summary>The smallest shape that both broadcast to.</summary>
    /// <exception cref="ShapeException">Two lengths differ and neither is 1.</exception>
    public static Shape Common(Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank);
        int[] lengths = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int a = Length(left, axis, rank), b = Length(right, axis, rank);
            if (a != b && a != 1 && b != 1)
            {
                throw new ShapeException(
                    $"Shapes {left} and {right} do not fit: from the last axis, lengths must be equal or 1, and {a} meets {b}.");
            }

            lengths[axis] = a == 1 ? b : a;
        }

        return Shape.Create(lengths);
    }

    /// <summary>Checks that <paramref name="source"/> broadcasts to exactly <paramref name="target"/>.</summary>
    public static void Check(Shape source, Shape target)
    {
        if (source.Rank > target.Rank || Common(source, target) != target)
        {
            throw new ShapeException($"Shape {source} does not broadcast to {target}: from the last axis, its lengths must be equal or 1.");
        }
    }

    /// <summary>The index in the smaller shape that an index of the larger one reads.</summary>
    public static int[] SourceIndex(ReadOnlySpan<int> index, Shape source)
    {
        int[] result = index[(index.Length - source.Rank)..].ToArray();
        for (int axis = 0; axis < result.Length; axis++)
        {
            result[axis] = source[axis] == 1 ? 0 : result[axis];
        }

        return result;
    }

    private static int Length(Shape shape, int axis, int rank)
    {
        int own = axis - (rank - shape.Rank);
        return own < 0 ? 1 : shape[own];
    }
}
