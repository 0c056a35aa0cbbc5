using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace Adjoint.Tensors;

/// <summary>Reads a <see cref="SafetensorsFile"/>, believing nothing that it has not checked. Every failure is an <see cref="InvalidDataException"/>.</summary>
internal static class SafetensorsReader
{
    private const int MaximumRank = 64;

    internal static SafetensorsFile Read(Stream stream)
    {
        long available = stream.Length - stream.Position;
        if (available < sizeof(ulong))
        {
            throw new InvalidDataException($"it has {available} bytes, too few for the header's length.");
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong)];
        stream.ReadExactly(prefix);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        available -= sizeof(ulong);
        if (length > SafetensorsWriter.MaximumHeader)
        {
            throw new InvalidDataException($"its header claims {length} bytes; the format allows {SafetensorsWriter.MaximumHeader}.");
        }

        if (length > (ulong)available)
        {
            throw new InvalidDataException($"its header claims {length} bytes, but only {available} follow.");
        }

        byte[] header = new byte[length];
        stream.ReadExactly(header);
        SafetensorsFile file = new();
        List<Entry> entries = ParseHeader(header, file.Metadata);
        CheckLayout(entries, available - (long)length);
        foreach (Entry entry in entries)
        {
            if (entry.ElementSize == sizeof(float))
            {
                Tensor<float> tensor = new(entry.Shape);
                LittleEndian.Read(stream, tensor.Span);
                file.Add(entry.Name, tensor);
            }
            else
            {
                Tensor<double> tensor = new(entry.Shape);
                LittleEndian.Read(stream, tensor.Span);
                file.Add(entry.Name, tensor);
            }
        }

        return file;
    }

    private static List<Entry> ParseHeader(byte[] header, IDictionary<string, string> metadata)
    {
        if (header.Length == 0 || header[0] != (byte)'{')
        {
            throw new InvalidDataException("its header does not begin with '{'.");
        }

        if (!Utf8.IsValid(header))
        {
            throw new InvalidDataException("its header is not UTF-8.");
        }

        try
        {
            using JsonDocument json = JsonDocument.Parse(header, new JsonDocumentOptions { MaxDepth = 4 });
            List<Entry> entries = [];
            HashSet<string> names = new(StringComparer.Ordinal);
            foreach (JsonProperty property in json.RootElement.EnumerateObject())
            {
                string name = property.Name;
                if (!names.Add(name))
                {
                    throw new InvalidDataException($"its header names {Quote(name)} twice.");
                }

                if (name == SafetensorsFile.MetadataName)
                {
                    ReadMetadata(property.Value, metadata);
                }
                else
                {
                    entries.Add(ReadEntry(name, property.Value));
                }
            }

            return entries;
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"its header is not JSON as the format allows it (byte {exception.BytePositionInLine} of line {exception.LineNumber + 1}).", exception);
        }
        catch (InvalidOperationException exception)
        {
            // JsonDocument says so of an escaped half surrogate pair.
            throw new InvalidDataException("its header has a string that is not valid text.", exception);
        }
    }

    private static void ReadMetadata(JsonElement json, IDictionary<string, string> metadata)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException("its metadata are not an object of strings.");
        }

        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.String)
            {
                throw new InvalidDataException($"metadata {Quote(property.Name)} is not a string.");
            }

            if (!metadata.TryAdd(property.Name, property.Value.GetString()!))
            {
                throw new InvalidDataException($"metadata {Quote(property.Name)} appears twice.");
            }
        }
    }

    private static Entry ReadEntry(string name, JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
        {
            throw new InvalidDataException($"tensor {Quote(name)} is not described by an object.");
        }

        JsonElement? type = null, shape = null, offsets = null;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            ref JsonElement? field = ref type;
            switch (property.Name)
            {
                case "dtype":
                    break;
                case "shape":
                    field = ref shape;
                    break;
                case "data_offsets":
                    field = ref offsets;
                    break;
                default:
                    throw new InvalidDataException($"tensor {Quote(name)} has a field {Quote(property.Name)}, which the format does not know.");
            }

            if (field is not null)
            {
                throw new InvalidDataException($"tensor {Quote(name)} has the field {Quote(property.Name)} twice.");
            }

            field = property.Value;
        }

        int size = (type is { ValueKind: JsonValueKind.String } text ? text.GetString() : null) switch
        {
            "F32" => sizeof(float),
            "F64" => sizeof(double),
            null => throw new InvalidDataException($"tensor {Quote(name)} has no dtype."),
            string other => throw new InvalidDataException($"tensor {Quote(name)} has the dtype {Quote(other)}; only F32 and F64 are read."),
        };

        long[] lengths = ReadNumbers(name, "shape", shape);
        long[] range = ReadNumbers(name, "data_offsets", offsets);
        if (range.Length != 2)
        {
            throw new InvalidDataException($"tensor {Quote(name)} has {range.Length} data_offsets instead of 2.");
        }

        return new Entry(name, size, ToShape(name, lengths), range[0], range[1]);
    }

    private static long[] ReadNumbers(string name, string field, JsonElement? json)
    {
        if (json is not { ValueKind: JsonValueKind.Array } array)
        {
            throw new InvalidDataException($"tensor {Quote(name)} has no array {field}.");
        }

        if (array.GetArrayLength() > MaximumRank)
        {
            throw new InvalidDataException($"tensor {Quote(name)} has {array.GetArrayLength()} numbers in its {field}; at most {MaximumRank} are read.");
        }

        long[] numbers = new long[array.GetArrayLength()];
        int i = 0;
        foreach (JsonElement element in array.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Number || !element.TryGetInt64(out numbers[i]) || numbers[i] < 0)
            {
                throw new InvalidDataException($"tensor {Quote(name)} has in its {field} something other than whole numbers from 0 to 2⁶³−1.");
            }

            i++;
        }

        return numbers;
    }

    private static Shape ToShape(string name, long[] lengths)
    {
        long size = 1;
        int[] shape = new int[lengths.Length];
        for (int axis = 0; axis < lengths.Length; axis++)
        {
            // Both factors are at most 2³¹ − 1 here, so that their product cannot overflow.
            if (lengths[axis] > int.MaxValue || (size *= lengths[axis]) > int.MaxValue)
            {
                throw new InvalidDataException($"tensor {Quote(name)} has more than {int.MaxValue} elements.");
            }

            shape[axis] = (int)lengths[axis];
        }

        return Shape.Create(shape);
    }

    // The format wants the numbers of all tensors to cover the rest of the file without holes or overlaps.
    private static void CheckLayout(List<Entry> entries, long available)
    {
        entries.Sort((a, b) => (a.Begin, a.End, a.Name).CompareTo((b.Begin, b.End, b.Name)));
        long end = 0;
        foreach (Entry entry in entries)
        {
            string where = $"tensor {Quote(entry.Name)} at bytes {entry.Begin} to {entry.End}";
            if (entry.End < entry.Begin || entry.End > available)
            {
                throw new InvalidDataException($"{where} is not inside the {available} bytes of data.");
            }

            if (entry.Begin != end)
            {
                throw new InvalidDataException($"{where} leaves a hole or overlaps with what ends at byte {end}.");
            }

            if (entry.End - entry.Begin != (long)entry.Shape.Size * entry.ElementSize)
            {
                throw new InvalidDataException($"{where} does not fit its shape {entry.Shape}, {(long)entry.Shape.Size * entry.ElementSize} bytes.");
            }

            end = entry.End;
        }

        if (end != available)
        {
            throw new InvalidDataException($"its tensors end at byte {end} of {available} bytes of data.");
        }
    }

    // Names are foreign text: one line of moderate length, without control characters.
    private static string Quote(string name)
    {
        string line = string.Concat(name.Take(60).Select(c => char.IsControl(c) ? '?' : c));
        return name.Length > 60 ? $"'{line}…'" : $"'{line}'";
    }

    private readonly record struct Entry(string Name, int ElementSize, Shape Shape, long Begin, long End);
}
