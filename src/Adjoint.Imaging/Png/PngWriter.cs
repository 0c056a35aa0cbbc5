using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using Adjoint.Data;

namespace Adjoint.Imaging.Png;

/// <summary>Writes PNG row by row, in the picture's own depth; each row takes the filter whose result is smallest in sum.</summary>
internal static class PngWriter
{
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
        PngChunkWriter.WriteChunk(stream, "IHDR"u8, content);
        using (PngChunkWriter data = new(stream, "IDAT"u8))
        using (ZLibStream deflated = new(data, CompressionLevel.Optimal))
        {
            WriteRows(picture, header, deflated);
        }

        PngChunkWriter.WriteChunk(stream, "IEND"u8, []);
    }

    private static void WriteRows(Picture picture, PngHeader header, Stream stream)
    {
        int length = (int)header.RowBytes(picture.Width);
        byte[] row = new byte[length];
        byte[] above = new byte[length];
        byte[] best = new byte[1 + length];
        byte[] tried = new byte[1 + length];
        for (int y = 0; y < picture.Height; y++)
        {
            Fill(picture, y, row);
            long smallest = long.MaxValue;
            for (byte filter = 0; filter < PngFilter.Count; filter++)
            {
                tried[0] = filter;
                long sum = PngFilter.Apply(filter, row, above, header.FilterDistance, tried.AsSpan(1));
                if (sum < smallest)
                {
                    smallest = sum;
                    (best, tried) = (tried, best);
                }
            }

            stream.Write(best);
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
