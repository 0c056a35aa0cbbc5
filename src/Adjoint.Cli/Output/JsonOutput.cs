using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adjoint.Cli.Output;

/// <summary>Writes the one JSON object of <c>--json</c>: whole, or, if making it fails, not at all.</summary>
internal static class JsonOutput
{
    /// <summary>Prints an object on standard output.</summary>
    /// <param name="writeMembers">Writes its members.</param>
    /// <param name="indented">Whether each member and entry has a line of its own.</param>
    public static void Print(Action<Utf8JsonWriter> writeMembers, bool indented = true)
    {
        using MemoryStream buffer = new();

        // For a terminal or a program, not for a page of HTML: letters beyond ASCII and signs such as + stay as they are.
        using (Utf8JsonWriter writer = new(buffer, new JsonWriterOptions { Indented = indented, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        Terminal.Print(Encoding.UTF8.GetString(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)));
    }

    /// <summary>Writes a number, or null where it is infinite or none.</summary>
    public static void Number(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
