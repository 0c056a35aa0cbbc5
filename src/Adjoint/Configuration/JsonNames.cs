using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Configuration;

/// <summary>Writes the members of model files: names of enumerations in lower case with hyphens, shapes as arrays.</summary>
internal static class JsonNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static void WriteLengths(Utf8JsonWriter writer, string member, Shape shape)
    {
        writer.WriteStartArray(member);
        foreach (int length in shape)
        {
            writer.WriteNumberValue(length);
        }

        writer.WriteEndArray();
    }
}
