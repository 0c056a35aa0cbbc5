using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using Adjoint.Data;

namespace Adjoint.Imaging.Png;

/// <summary>
/// Writes PNG row by row, in the picture's own depth. The graphics library writes no 16-bit grey and no grey with
/// opacity (measured with SkiaSharp 4.155), and one way for all kinds is less code than two.
/// </summary>
internal static class PngWriter
{
    /// <summary>How many bytes a data chunk holds at least, but for the last.</summary>
    private const int ChunkLength = 1 << 16;

    /// <summary>Writes the whole file.</summary>
    public static void Write(Picture picture, Stream stream)
    {
        PngColor color = (picture.Channels, picture.Alpha is not null) switch
        {
            (1, false) => PngColor.Grey,
            (1, true) => PngColor.GreyAlpha,
            (_, false) => PngColor.Rgb,
            (_, true) => PngColor.RgbAlpha,
        };
        PngHeader header = new((uint)picture.Width, (uint)picture.Height, picture.BitDepth, color, Interlaced: false);
        stream.Write(PngHeader.Signature);
        Span<byte> content = stackalloc byte[13];
        header.Format(content);
        WriteChunk(stream, "IHDR"u8, content);
        using MemoryStream data = new();
        using (ZLibStream deflated = new(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            WriteRows(picture, header, deflated, () =>
            {
                if (data.Length >= ChunkLength)
                {
                    WriteChunk(stream, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
                    data.SetLength(0);
                }
            });
        }

        WriteChunk(stream, "IDAT"u8, data.GetBuffer().AsSpan(0, (int)data.Length));
        WriteChunk(stream, "IEND"u8, []);
    }

    /// <summary>Writes one chunk: length, type, content, checksum of type and content.</summary>
    private static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        Crc32 checksum = new();
        checksum.Append(type);
        checksum.Append(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, checksum.GetCurrentHashAsUInt32());
        stream.Write(number);
    }

    private static void WriteRows(Picture picture, PngHeader header, Stream stream, Action written)
    {
        int length = (int)header.RowBytes(picture.Width);
        byte[] row = new byte[length];
        byte[] above = new byte[length];
        byte[] filtered = new byte[1 + length];
        filtered[0] = PngFilter.Applied;
        for (int y = 0; y < picture.Height; y++)
        {
            Fill(picture, y, row);
            PngFilter.Apply(row, above, header.FilterDistance, filtered.AsSpan(1));
            stream.Write(filtered);
            written();
            (row, above) = (above, row);
        }
    }

    /// <summary>A row as PNG orders it: samples of a pixel together, opacity last, 16 bits with the high byte first.</summary>
    private static void Fill(Picture picture, int y, Span<byte> row)
    {
        (int width, int channels) = (picture.Width, picture.Channels);
        int start = y * width;
        ReadOnlySpan<ushort> alpha = picture.Alpha is { } plane ? plane.Span.Slice(start, width) : [];
        if (picture.BitDepth == 16)
        {
            ReadOnlySpan<ushort> source = picture.Words.Slice(start * channels, width * channels);
            Span<ushort> words = MemoryMarshal.Cast<byte, ushort>(row);
            Interleave(source, alpha, channels, words);
            if (BitConverter.IsLittleEndian)
            {
                BinaryPrimitives.ReverseEndianness(words, words);
            }

            return;
        }

        ReadOnlySpan<byte> bytes = picture.Bytes.Slice(start * channels, width * channels);
        if (alpha.IsEmpty)
        {
            bytes.CopyTo(row);
            return;
        }

        for (int x = 0; x < width; x++)
        {
            Span<byte> pixel = row.Slice(x * (channels + 1), channels + 1);
            bytes.Slice(x * channels, channels).CopyTo(pixel);
            pixel[channels] = Samples.ToByte(alpha[x]);
        }
    }

    private static void Interleave(ReadOnlySpan<ushort> source, ReadOnlySpan<ushort> alpha, int channels, Span<ushort> destination)
    {
        if (alpha.IsEmpty)
        {
            source.CopyTo(destination);
            return;
        }

        for (int x = 0; x < alpha.Length; x++)
        {
            Span<ushort> pixel = destination.Slice(x * (channels + 1), channels + 1);
            source.Slice(x * channels, channels).CopyTo(pixel);
            pixel[channels] = alpha[x];
        }
    }
}
