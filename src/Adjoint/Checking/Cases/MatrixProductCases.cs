using Adjoint.Primitives.LinearAlgebra;
using Adjoint.Tensors;

namespace Adjoint.Checking.Cases;

/// <summary>Matrix products: each factor stored both ways, with batches of either, both and none, and with empty sides.</summary>
public static class MatrixProductCases
{
    internal static IEnumerable<PrimitiveCase> All()
    {
        foreach (bool left in new[] { false, true })
        {
            foreach (bool right in new[] { false, true })
            {
                yield return Of(left, right, [], [], [], 2, 3, 4);
                yield return Of(left, right, [], [], [], 1, 1, 1);
                yield return Of(left, right, [], [], [], 3, 2, 1);
                yield return Of(left, right, [], [], [], 1, 4, 2);
                yield return Of(left, right, [2], [2], [2], 2, 3, 2);
            }
        }

        yield return Of(false, false, [], [], [], 2, 2, 2);
        yield return Of(true, false, [2], [], [2], 2, 1, 3);
        yield return Of(false, true, [], [3], [3], 2, 2, 1);
        yield return Of(false, false, [2, 1], [3], [2, 3], 2, 2, 1);
        yield return Of(true, true, [1, 2], [2, 1], [2, 2], 1, 2, 2);
        yield return Of(false, false, [], [], [], 0, 2, 3);
        yield return Of(false, true, [], [], [], 2, 0, 3);
        yield return Of(true, false, [], [], [], 2, 3, 0);
        yield return Of(false, false, [0], [1], [0], 2, 2, 2);
    }

    /// <summary>A product of m × k and k × n.</summary>
    /// <param name="transposeLeft">Whether the left factor is stored k × m.</param>
    /// <param name="transposeRight">Whether the right factor is stored n × k.</param>
    /// <param name="leftBatch">The left factor's batch axes.</param>
    /// <param name="rightBatch">The right factor's batch axes.</param>
    /// <param name="batch">The result's batch axes: the two broadcast.</param>
    /// <param name="m">Rows of the result.</param>
    /// <param name="k">What is summed over.</param>
    /// <param name="n">Columns of the result.</param>
    public static PrimitiveCase Of(bool transposeLeft, bool transposeRight, Shape leftBatch, Shape rightBatch, Shape batch, int m, int k, int n)
    {
        Shape left = transposeLeft ? [.. leftBatch, k, m] : [.. leftBatch, m, k], right = transposeRight ? [.. rightBatch, n, k] : [.. rightBatch, k, n];
        MatrixProduct product = new(transposeLeft, transposeRight);
        return new($"{product} of {left} and {right}", product, [left, right], [.. batch, m, n]);
    }

    /// <summary>Random sizes, batches broadcast in some axes.</summary>
    internal static PrimitiveCase Random(Random random)
    {
        int[] batch = [.. Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(1, 4))];
        int[] left = [.. batch.Select(length => random.Next(3) == 0 ? 1 : length)];
        int[] right = [.. batch.Select((length, axis) => left[axis] != length || random.Next(3) > 0 ? length : 1)];
        if (batch.Length > 0 && left[0] == 1 && right[0] == batch[0] && random.Next(2) == 0)
        {
            left = left[1..];
        }

        return Of(random.Next(2) == 0, random.Next(2) == 0, [.. left], [.. right], [.. batch], random.Next(1, 7), random.Next(1, 7), random.Next(1, 7));
    }
}
