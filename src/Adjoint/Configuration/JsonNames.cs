using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Configuration;

/// <summary>Reads and writes the members of model files: names of enumerations in lower case with hyphens, shapes as arrays.</summary>
internal static class JsonNames
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    public static T Enumeration<T>(JsonElement parent, string member)
        where T : struct, Enum
    {
        string text = Text(parent, member);
        foreach (T value in Enum.GetValues<T>())
        {
            if (Of(value) == text)
            {
                return value;
            }
        }

        throw new InvalidDataException($"'{member}' is '{text}'; known are {string.Join(", ", Enum.GetValues<T>().Select(Of))}.");
    }

    public static string Text(JsonElement parent, string member) =>
        Member(parent, member) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Wrong(member, "a text");

    public static bool Boolean(JsonElement parent, string member) =>
        Member(parent, member) is { ValueKind: JsonValueKind.True or JsonValueKind.False } value ? value.GetBoolean() : throw Wrong(member, "true or false");

    public static int Integer(JsonElement parent, string member) =>
        Member(parent, member) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out int number) ? number : throw Wrong(member, "a whole number");

    public static Shape Lengths(JsonElement parent, string member)
    {
        if (Member(parent, member) is not { ValueKind: JsonValueKind.Array } array)
        {
            throw Wrong(member, "an array of whole numbers");
        }

        List<int> lengths = [];
        foreach (JsonElement item in array.EnumerateArray())
        {
            lengths.Add(item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out int length) && length >= 0 ? length : throw Wrong(member, "an array of whole numbers"));
        }

        return Shape.Create([.. lengths]);
    }

    public static void WriteLengths(Utf8JsonWriter writer, string member, Shape shape)
    {
        writer.WriteStartArray(member);
        foreach (int length in shape)
        {
            writer.WriteNumberValue(length);
        }

        writer.WriteEndArray();
    }

    public static JsonElement Member(JsonElement parent, string member) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(member, out JsonElement value)
            ? value
            : throw new InvalidDataException($"'{member}' is missing.");

    private static InvalidDataException Wrong(string member, string wanted) => new($"'{member}' must be {wanted}.");
}
