using System.Globalization;

namespace Adjoint.Cli.Matrices;

/// <summary>Writes a matrix for people: aligned columns, a line between blocks; what is too wide goes on below.</summary>
internal static class MatrixText
{
    /// <summary>Significant digits of numbers.</summary>
    private const int Digits = 6;

    /// <summary>Columns are alike wide if none needs more than this.</summary>
    private const int UniformWidth = 8;

    /// <summary>Writes it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="answer">The matrix.</param>
    /// <param name="width">Characters in a line, or nothing for lines of any length.</param>
    public static void Write(TextWriter writer, MatrixAnswer answer, int? width)
    {
        foreach (string line in answer.Heading())
        {
            writer.WriteLine(line);
        }

        if (answer.Entries is MatrixEntries { Rows: > 0, Columns: > 0 } entries)
        {
            writer.WriteLine();
            WriteEntries(writer, answer, entries, width);
        }

        string[] footing = [.. answer.Footing()];
        if (footing.Length > 0)
        {
            writer.WriteLine();
        }

        foreach (string line in footing)
        {
            writer.WriteLine(line);
        }
    }

    private static void WriteEntries(TextWriter writer, MatrixAnswer answer, MatrixEntries entries, int? width)
    {
        int[] widths = Widths(entries);
        HashSet<int> rowEnds = Inner(answer.Rows), columnEnds = Inner(answer.Columns);
        (int First, int End)[] panels = [.. Panels(widths, columnEnds, width)];
        foreach ((int first, int end) in panels)
        {
            if (panels.Length > 1)
            {
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{(first > 0 ? Environment.NewLine : "")}{(end - 1 == first ? $"column {first}" : $"columns {first} to {end - 1}")}"));
            }

            for (int row = 0; row < entries.Rows; row++)
            {
                if (rowEnds.Contains(row))
                {
                    writer.WriteLine(Line(first, end, columnEnds, column => new string('─', widths[column] + 2), "─┼"));
                }

                int current = row;
                writer.WriteLine(Line(first, end, columnEnds, column => $"  {entries.Text(current, column, Digits).PadLeft(widths[column])}", " │"));
            }
        }
    }

    private static string Line(int first, int end, HashSet<int> columnEnds, Func<int, string> cell, string line) =>
        string.Concat(Enumerable.Range(first, end - first).Select(column => (column > first && columnEnds.Contains(column) ? line : "") + cell(column)));

    private static int[] Widths(MatrixEntries entries)
    {
        int[] widths = new int[entries.Columns];
        for (int row = 0; row < entries.Rows; row++)
        {
            for (int column = 0; column < widths.Length; column++)
            {
                widths[column] = Math.Max(widths[column], entries.Text(row, column, Digits).Length);
            }
        }

        int widest = widths.Max();
        return widest <= UniformWidth ? [.. widths.Select(_ => widest)] : widths;
    }

    /// <summary>Runs of columns that fit into a line, whole groups where a group fits.</summary>
    private static IEnumerable<(int First, int End)> Panels(int[] widths, HashSet<int> columnEnds, int? width)
    {
        int first = 0, used = 0, lastEnd = 0;
        for (int column = 0; column < widths.Length; column++)
        {
            bool startsGroup = columnEnds.Contains(column);
            lastEnd = startsGroup ? column : lastEnd;
            int needed = widths[column] + 2 + (startsGroup && column > first ? 2 : 0);
            if (used + needed > width && column > first)
            {
                int end = lastEnd > first ? lastEnd : column;
                yield return (first, end);
                (first, column, used) = (end, end - 1, 0);
                continue;
            }

            used += needed;
        }

        yield return (first, widths.Length);
    }

    private static HashSet<int> Inner(EntrySpace space)
    {
        IReadOnlyList<int> ends = space.GroupEnds();
        return [.. ends.Take(ends.Count - 1)];
    }
}
