namespace Adjoint.Cli.Matrices;

/// <summary>Writes a matrix as LaTeX mathematics (amsmath): a <c>pmatrix</c>, or an array with lines between blocks.</summary>
internal static class MatrixLatex
{
    /// <summary>Columns that a <c>pmatrix</c> takes unless told otherwise.</summary>
    private const int MostColumns = 10;

    private const int Digits = 6;

    /// <summary>Writes it, with what it is in comments.</summary>
    public static void Write(TextWriter writer, MatrixAnswer answer, MatrixEntries entries)
    {
        foreach (string line in answer.Heading())
        {
            writer.WriteLine($"% {line}");
        }

        IReadOnlyList<int> rowEnds = answer.Rows.GroupEnds(), columnEnds = answer.Columns.GroupEnds();
        bool isPlain = rowEnds.Count <= 1 && columnEnds.Count <= 1 && entries.Columns <= MostColumns;
        writer.WriteLine(isPlain ? @"\begin{pmatrix}" : $@"\left(\begin{{array}}{{{Alignment(columnEnds)}}}");
        for (int row = 0; row < entries.Rows; row++)
        {
            int current = row;
            string end = row == entries.Rows - 1 ? "" : !isPlain && rowEnds.Contains(row + 1) ? @" \\ \hline" : @" \\";
            writer.WriteLine($"  {string.Join(" & ", Enumerable.Range(0, entries.Columns).Select(column => entries.Latex(current, column, Digits)))}{end}");
        }

        writer.WriteLine(isPlain ? @"\end{pmatrix}" : @"\end{array}\right)");
        foreach (string line in answer.Footing())
        {
            writer.WriteLine($"% {line}");
        }
    }

    private static string Alignment(IReadOnlyList<int> columnEnds) =>
        string.Join('|', columnEnds.Select((end, group) => new string('c', end - (group == 0 ? 0 : columnEnds[group - 1]))));
}
