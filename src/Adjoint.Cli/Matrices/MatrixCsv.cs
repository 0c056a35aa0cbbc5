namespace Adjoint.Cli.Matrices;

/// <summary>Writes a matrix as comma-separated values (RFC 4180), a line a row, with all digits and without a heading.</summary>
internal static class MatrixCsv
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter writer, MatrixEntries entries)
    {
        for (int row = 0; row < entries.Rows; row++)
        {
            for (int column = 0; column < entries.Columns; column++)
            {
                string text = entries.Text(row, column, digits: null);
                writer.Write(column == 0 ? "" : ",");
                writer.Write(text.AsSpan().ContainsAny(",\"") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);
            }

            writer.WriteLine();
        }
    }
}
