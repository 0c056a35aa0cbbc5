using Adjoint.Data;
using Adjoint.Imaging.Files;
using SkiaSharp;

namespace Adjoint.Imaging.Jpeg;

/// <summary>Reads JPEG in bands of rows, and turns it upright while the bands are copied into the picture's array.</summary>
internal static class JpegReader
{
    /// <summary>
    /// A block of 8×8 samples takes at least one bit, and sampling factors of 4 let 8 blocks (of two components) stand for
    /// 1024 pixels: no byte can stand for more than this.
    /// </summary>
    private const int LargestPixelsPerByte = 1024;

    private const int BandBytes = 1 << 20;

    /// <summary>Reads the file.</summary>
    /// <exception cref="InvalidDataException">It is damaged or too large.</exception>
    public static Picture Read(PictureSource source)
    {
        using JpegSourceStream stream = new(source.Stream);
        using SKCodec? codec = SKCodec.Create(stream, out SKCodecResult created);
        stream.ThrowIfFailed();
        if (codec is null || codec.EncodedFormat != SKEncodedImageFormat.Jpeg)
        {
            throw new InvalidDataException($"the JPEG header cannot be read ({created}); the file is damaged or of a rare kind, so convert it to PNG");
        }

        (int height, int width) = (codec.Info.Height, codec.Info.Width);
        int channels = codec.Info.ColorType == SKColorType.Gray8 ? 1 : 3;
        source.CheckSize(height, width, channels, (Int128)source.Length * LargestPixelsPerByte, (Int128)height * width);

        // No colour space asked for: the decoder then leaves the values as they are.
        SKImageInfo info = new(width, height, channels == 1 ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        SKCodecResult started = codec.StartScanlineDecode(info);
        if (started != SKCodecResult.Success)
        {
            throw new InvalidDataException($"the JPEG file cannot be decoded ({started}); it is damaged or of a rare kind, so convert it to PNG");
        }

        Upright upright = new(codec.EncodedOrigin, height, width);
        byte[] samples = new byte[(long)height * width * channels];
        int bytesPerPixel = channels == 1 ? 1 : 4;
        int bandRows = Math.Clamp(BandBytes / (width * bytesPerPixel), 1, height);
        byte[] band = new byte[bandRows * width * bytesPerPixel];
        for (int y = 0; y < height; y += bandRows)
        {
            int rows = Math.Min(bandRows, height - y);
            if (Decode(codec, band, rows, width * bytesPerPixel) != rows)
            {
                stream.ThrowIfFailed();
                throw new InvalidDataException($"the JPEG data end before row {height} of {height}; the file is damaged or was copied only in part");
            }

            for (int r = 0; r < rows; r++)
            {
                Store(band.AsSpan(r * width * bytesPerPixel, width * bytesPerPixel), upright.Line(y + r), samples, channels);
            }
        }

        return new Picture(upright.Height, upright.Width, channels, samples);
    }

    private static unsafe int Decode(SKCodec codec, byte[] band, int rows, int rowBytes)
    {
        fixed (byte* start = band)
        {
            return codec.GetScanlines((nint)start, rows, rowBytes);
        }
    }

    private static void Store(ReadOnlySpan<byte> row, (int Start, int Step) line, byte[] samples, int channels)
    {
        if (channels == 1)
        {
            if (line.Step == 1)
            {
                row.CopyTo(samples.AsSpan(line.Start));
                return;
            }

            for (int x = 0; x < row.Length; x++)
            {
                samples[line.Start + (x * line.Step)] = row[x];
            }

            return;
        }

        for (int x = 0; 4 * x < row.Length; x++)
        {
            int place = 3 * (line.Start + (x * line.Step));
            (samples[place], samples[place + 1], samples[place + 2]) = (row[4 * x], row[(4 * x) + 1], row[(4 * x) + 2]);
        }
    }
}
