using System.Buffers;
using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Adjoint.Tensors;

/// <summary>Lays out and writes a <see cref="SafetensorsFile"/>.</summary>
internal static class SafetensorsWriter
{
    /// <summary>The format's limit of the header's length in bytes.</summary>
    internal const int MaximumHeader = 100_000_000;

    private const int Alignment = 8;

    /// <summary>The header: JSON, padded with spaces so that the numbers start on a multiple of eight bytes.</summary>
    internal static byte[] Header(IDictionary<string, string> metadata, IReadOnlyDictionary<string, object> tensors)
    {
        ArrayBufferWriter<byte> buffer = new();
        // The header is no part of a page: only what JSON demands is escaped.
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsFile.MetadataName);
                foreach ((string key, string value) in metadata)
                {
                    if (value is null || !IsText(key) || !IsText(value))
                    {
                        throw new InvalidOperationException($"Metadata '{key}' is not valid text.");
                    }

                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, object tensor) in Ordered(tensors))
            {
                (Shape shape, int size, string type) = tensor is Tensor<float> floats ? (floats.Shape, sizeof(float), "F32") : (((Tensor<double>)tensor).Shape, sizeof(double), "F64");
                json.WriteStartObject(name);
                json.WriteString("dtype", type);
                json.WriteStartArray("shape");
                foreach (int length in shape)
                {
                    json.WriteNumberValue(length);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += (long)shape.Size * size;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        int padding = (Alignment - (buffer.WrittenCount % Alignment)) % Alignment;
        buffer.GetSpan(Alignment)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenCount <= MaximumHeader
            ? buffer.WrittenSpan.ToArray()
            : throw new InvalidOperationException($"Names and metadata make a header of {buffer.WrittenCount} bytes; the format allows {MaximumHeader}.");
    }

    internal static void Write(Stream stream, byte[] header, IReadOnlyDictionary<string, object> tensors)
    {
        Span<byte> length = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, object tensor) in Ordered(tensors))
        {
            if (tensor is Tensor<float> floats)
            {
                LittleEndian.Write<float>(stream, floats.Span);
            }
            else
            {
                LittleEndian.Write<double>(stream, ((Tensor<double>)tensor).Span);
            }
        }
    }

    /// <summary>Whether a string can be written as UTF-8: it has no half of a surrogate pair.</summary>
    internal static bool IsText(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[++i])))
            {
                return false;
            }
        }

        return true;
    }

    private static IEnumerable<KeyValuePair<string, object>> Ordered(IReadOnlyDictionary<string, object> tensors) =>
        tensors.Where(pair => pair.Value is Tensor<double>).Concat(tensors.Where(pair => pair.Value is Tensor<float>));
}
