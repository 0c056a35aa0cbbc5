using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>
/// What a matrix between arrays repeats: the same along each diagonal (Toeplitz), around the end too (circulant), or along each anti-diagonal (Hankel), for each axis on its
/// own. Of two axes the matrix consists of blocks, one for each pair of rows of the arrays.
/// </summary>
public static class MatrixPattern
{
    /// <summary>The pattern in words, such as <c>Toeplitz</c> or <c>block-Toeplitz with Toeplitz blocks</c>; nothing if there is none. Every entry is compared.</summary>
    /// <param name="range">The shape of what the matrix gives, whose entries in C order are the rows.</param>
    /// <param name="domain">The shape of what it takes, whose entries in C order are the columns.</param>
    /// <param name="same">Whether two entries are equal: row, column, row, column.</param>
    public static string? Describe(Shape range, Shape domain, Func<int, int, int, int, bool> same)
    {
        ArgumentNullException.ThrowIfNull(same);
        if (range.Rank != domain.Rank || range.Rank == 0 || range.Size == 0 || domain.Size == 0)
        {
            return null;
        }

        string?[] kinds = [.. Enumerable.Range(0, range.Rank).Select(axis => AlongAxis(range, domain, axis, same))];
        return kinds switch
        {
            [string only] => only,
            [string outer, string inner] => $"block-{outer} with {inner} blocks",
            [string outer, null] => $"block-{outer}",
            [null, string inner] => $"{inner} blocks",
            [string first, _, ..] when kinds.All(kind => kind == first) => $"{first} along each of its {kinds.Length} axes",
            _ => null,
        };
    }

    private static string? AlongAxis(Shape range, Shape domain, int axis, Func<int, int, int, int, bool> same) =>
        range[axis] < 2 || domain[axis] < 2 ? null
        : range[axis] == domain[axis] && range[axis] > 2 && Repeats(range, domain, axis, 1, wraps: true, same) ? "circulant"
        : Repeats(range, domain, axis, 1, wraps: false, same) ? "Toeplitz"
        : Repeats(range, domain, axis, -1, wraps: false, same) ? "Hankel" : null;

    /// <summary>Whether every entry equals the one a step further along the axis in the range and a step further, or back, in the domain.</summary>
    private static bool Repeats(Shape range, Shape domain, int axis, int step, bool wraps, Func<int, int, int, int, bool> same)
    {
        int rowStride = range[(axis + 1)..].Size, columnStride = domain[(axis + 1)..].Size, rows = range[axis], columns = domain[axis];
        for (int row = 0; row < range.Size; row++)
        {
            int i = row / rowStride % rows, next = wraps ? (i + 1) % rows : i + 1;
            for (int column = 0; next < rows && column < domain.Size; column++)
            {
                int j = column / columnStride % columns, moved = wraps ? (j + 1) % columns : j + step;
                if (moved >= 0 && moved < columns && !same(row, column, row + ((next - i) * rowStride), column + ((moved - j) * columnStride)))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
