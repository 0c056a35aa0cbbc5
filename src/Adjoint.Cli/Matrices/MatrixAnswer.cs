using Adjoint.Operators;

namespace Adjoint.Cli.Matrices;

/// <summary>A matrix and what is said about it.</summary>
/// <param name="Title">What it is, as in <c>A (3×5): d conv(w, y) / d y</c>.</param>
/// <param name="Rows">What the rows are.</param>
/// <param name="Columns">What the columns are.</param>
/// <param name="Entries">The entries, or nothing where they are too many to be printed.</param>
/// <param name="Convolution">The map in words, if there are any.</param>
internal sealed record MatrixAnswer(string Title, EntrySpace Rows, EntrySpace Columns, MatrixEntries? Entries, ConvolutionWords? Convolution)
{
    /// <summary>What is said above the matrix: title, order of entries, pattern.</summary>
    public IEnumerable<string> Heading()
    {
        yield return Title;
        if (Rows.NeedsWords || Columns.NeedsWords)
        {
            yield return $"rows: {Rows.Describe()}";
            yield return $"columns: {Columns.Describe()}";
        }

        if (Pattern() is string pattern)
        {
            yield return pattern;
        }
    }

    /// <summary>What is said below: the map in words.</summary>
    public IEnumerable<string> Footing()
    {
        if (Convolution is not null)
        {
            yield return $"in words: {Convolution.Text}";
            if (Convolution.Expression is not null)
            {
                yield return $"expression: {Convolution.Expression}";
            }
        }
    }

    private string? Pattern() => Entries is null || Rows.Shape is not { } range || Columns.Shape is not { } domain ? null
        : IsDiagonal(Entries) ? "diagonal" : MatrixPattern.Describe(range, domain, Entries.Same);

    private static bool IsDiagonal(MatrixEntries entries)
    {
        if (entries.Rows != entries.Columns || entries.Rows < 2)
        {
            return false;
        }

        for (int row = 0; row < entries.Rows; row++)
        {
            for (int column = 0; column < entries.Columns; column++)
            {
                if (row != column && !entries.IsZero(row, column))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
