using System.Text.Json;

namespace Adjoint.Cli.Matrices;

/// <summary>Writes a matrix as the members of a JSON object.</summary>
internal static class MatrixJson
{
    /// <summary>Writes <c>rows</c>, <c>columns</c>, <c>entries</c> and <c>asConvolution</c>.</summary>
    public static void Write(Utf8JsonWriter writer, MatrixAnswer answer, MatrixEntries entries)
    {
        writer.WriteNumber("rows", entries.Rows);
        writer.WriteNumber("columns", entries.Columns);
        writer.WriteStartArray("entries");
        for (int row = 0; row < entries.Rows; row++)
        {
            writer.WriteStartArray();
            for (int column = 0; column < entries.Columns; column++)
            {
                entries.WriteJson(writer, row, column);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        if (answer.Convolution is not ConvolutionWords words)
        {
            writer.WriteNull("asConvolution");
            return;
        }

        writer.WriteStartObject("asConvolution");
        writer.WriteString("text", words.Text);
        writer.WriteString("expression", words.Expression);
        writer.WriteEndObject();
    }
}
