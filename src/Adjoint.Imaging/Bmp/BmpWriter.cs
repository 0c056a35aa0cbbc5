using System.Buffers.Binary;
using Adjoint.Data;

namespace Adjoint.Imaging.Bmp;

/// <summary>
/// Writes BMP, which the graphics library only reads (measured with SkiaSharp 4.155): grey as 8 bits with a palette of greys,
/// colour as 24 bits, anything with opacity as 32 bits with masks.
/// </summary>
internal static class BmpWriter
{
    private const int FileHeader = 14;
    private const int PlainHeader = 40;
    private const int MaskedHeader = 108;

    /// <summary>How long the file becomes.</summary>
    public static long FileSize(Picture picture) => Offset(picture) + (Stride(picture) * picture.Height);

    /// <summary>Writes the whole file.</summary>
    public static void Write(Picture picture, Stream stream)
    {
        WriteHeader(picture, stream);
        byte[] row = new byte[Stride(picture)];
        byte[] buffer = new byte[picture.Width * picture.Channels];
        for (int y = picture.Height - 1; y >= 0; y--)
        {
            ReadOnlySpan<byte> samples = Samples.Row(picture, y, buffer);
            if (picture.Alpha is { } alpha)
            {
                FillWithAlpha(samples, alpha.Span.Slice(y * picture.Width, picture.Width), picture.Channels, row);
            }
            else if (picture.Channels == 1)
            {
                samples.CopyTo(row);
            }
            else
            {
                for (int i = 0; i < samples.Length; i += 3)
                {
                    (row[i], row[i + 1], row[i + 2]) = (samples[i + 2], samples[i + 1], samples[i]);
                }
            }

            stream.Write(row);
        }
    }

    private static int BitsPerPixel(Picture picture) => picture.Alpha is not null ? 32 : 8 * picture.Channels;

    private static long Stride(Picture picture) => (((long)picture.Width * BitsPerPixel(picture)) + 31) / 32 * 4;

    private static int Offset(Picture picture) =>
        FileHeader + (picture.Alpha is not null ? MaskedHeader : PlainHeader) + (BitsPerPixel(picture) == 8 ? 4 * 256 : 0);

    private static void WriteHeader(Picture picture, Stream stream)
    {
        byte[] header = new byte[Offset(picture)];
        bool masked = picture.Alpha is not null;
        header[0] = (byte)'B';
        header[1] = (byte)'M';
        Put(header, 2, (uint)FileSize(picture));
        Put(header, 10, (uint)header.Length);
        Put(header, 14, masked ? MaskedHeader : (uint)PlainHeader);
        Put(header, 18, (uint)picture.Width);
        Put(header, 22, (uint)picture.Height);
        header[26] = 1;
        header[28] = (byte)BitsPerPixel(picture);
        Put(header, 30, masked ? 3u : 0);
        Put(header, 34, (uint)(FileSize(picture) - header.Length));
        if (masked)
        {
            Put(header, 54, 0x00FF0000);
            Put(header, 58, 0x0000FF00);
            Put(header, 62, 0x000000FF);
            Put(header, 66, 0xFF000000);
            "BGRs"u8.CopyTo(header.AsSpan(70)); // The little-endian spelling of 'sRGB'.
        }
        else if (picture.Channels == 1)
        {
            Put(header, 46, 256);
            for (int i = 0; i < 256; i++)
            {
                Put(header, FileHeader + PlainHeader + (4 * i), (uint)(i * 0x010101));
            }
        }

        stream.Write(header);
    }

    private static void FillWithAlpha(ReadOnlySpan<byte> samples, ReadOnlySpan<ushort> alpha, int channels, Span<byte> row)
    {
        for (int x = 0; x < alpha.Length; x++)
        {
            ReadOnlySpan<byte> pixel = samples.Slice(x * channels, channels);
            Span<byte> stored = row.Slice(4 * x, 4);
            (stored[0], stored[1], stored[2], stored[3]) = (pixel[^1], pixel[channels / 2], pixel[0], Samples.ToByte(alpha[x]));
        }
    }

    private static void Put(Span<byte> header, int offset, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(header[offset..], value);
}
