using Adjoint.Data;
using Adjoint.Imaging.Bmp;
using Adjoint.Imaging.Files;
using SkiaSharp;

namespace Adjoint.Imaging.Skia;

/// <summary>
/// Reads JPEG and BMP by the graphics library, a row at a time, each row going upright to its place in the picture's own array.
/// </summary>
internal static class SkiaReader
{
    /// <summary>
    /// A block of 8×8 samples takes at least one bit, and sampling factors of 4 let 8 blocks (of two components) stand for
    /// 1024 pixels: no byte of a JPEG file can stand for more than this.
    /// </summary>
    private const int LargestPixelsPerByte = 1024;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too large.</exception>
    /// <exception cref="EndOfStreamException">It ends too early.</exception>
    public static Picture Read(PictureSource source)
    {
        BmpHeader? bmp = source.Format == PictureFormat.Bmp ? BmpHeader.Peek(source) : null;
        using SkiaStream stream = new(source.Stream);
        using SKCodec? codec = SKCodec.Create(stream, out SKCodecResult created);
        stream.ThrowIfFailed();
        if (codec is null || codec.EncodedFormat != (bmp is null ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Bmp))
        {
            throw Unreadable(source, created);
        }

        (int height, int width) = (codec.Info.Height, codec.Info.Width);
        bool grey = bmp?.Grey ?? codec.Info.ColorType == SKColorType.Gray8;
        int channels = grey ? 1 : 3;
        source.CheckSize(
            height,
            width,
            channels,
            bmp?.LargestContent(source.Length) ?? (Int128)source.Length * LargestPixelsPerByte,
            bmp?.Content(height, width) ?? (Int128)height * width);

        // No colour space asked for: the decoder then leaves the values as they are.
        SKImageInfo info = new(
            width, height, grey && bmp is null ? SKColorType.Gray8 : SKColorType.Rgba8888, codec.Info.AlphaType);
        SKCodecResult started = codec.StartScanlineDecode(info);
        if (started != SKCodecResult.Success)
        {
            throw Unreadable(source, started);
        }

        Upright upright = new(codec.EncodedOrigin, height, width);
        byte[] samples = new byte[(long)height * width * channels];

        // Runs may leave pixels out, which the library shows as clear: they are black.
        ushort[]? alpha = bmp is { RunLength: false } && info.AlphaType != SKAlphaType.Opaque ? new ushort[height * width] : null;
        byte[] row = new byte[info.RowBytes];
        for (int i = 0; i < height; i++)
        {
            if (!Decode(codec, row))
            {
                stream.ThrowIfFailed();
                throw new InvalidDataException(
                    $"the {Name(source)} data end before row {height} of {height}; the file is damaged or was copied only in part");
            }

            Store(row, info.BytesPerPixel, upright.Line(codec.GetOutputScanline(i)), samples, channels, alpha);
        }

        return new Picture(upright.Height, upright.Width, channels, samples, alpha);
    }

    private static unsafe bool Decode(SKCodec codec, byte[] row)
    {
        fixed (byte* start = row)
        {
            return codec.GetScanlines((nint)start, 1, row.Length) == 1;
        }
    }

    private static void Store(
        ReadOnlySpan<byte> row, int bytesPerPixel, (int Start, int Step) line, byte[] samples, int channels, ushort[]? alpha)
    {
        int place = line.Start;
        for (; row.Length > 0; row = row[bytesPerPixel..], place += line.Step)
        {
            if (channels == 1)
            {
                samples[place] = row[0];
            }
            else
            {
                (samples[3 * place], samples[(3 * place) + 1], samples[(3 * place) + 2]) = (row[0], row[1], row[2]);
            }

            if (alpha is not null)
            {
                alpha[place] = (ushort)(row[3] * 257);
            }
        }
    }

    private static string Name(PictureSource source) => source.Format == PictureFormat.Bmp ? "BMP" : "JPEG";

    private static InvalidDataException Unreadable(PictureSource source, SKCodecResult result) =>
        new($"the {Name(source)} header cannot be read ({result}); the file is damaged or of a rare kind, so convert it to PNG");
}
