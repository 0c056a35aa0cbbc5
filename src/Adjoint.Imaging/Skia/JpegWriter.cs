using Adjoint.Data;
using SkiaSharp;

namespace Adjoint.Imaging.Skia;

/// <summary>
/// Writes baseline JPEG by the graphics library. It takes only whole pictures: grey of 8 bits straight from the picture's own array,
/// anything else from a copy, which for colour takes four bytes a pixel. It also holds all coefficients until it has chosen its codes,
/// two bytes each: 190 MB for 100 megapixels of grey, 960 MB with the copy for as many of colour (measured with SkiaSharp 4.155).
/// </summary>
internal static class JpegWriter
{
    /// <summary>The most rows or columns that the library writes.</summary>
    public const int LargestSide = 65500;

    /// <summary>From this quality on, colour has as many samples as brightness.</summary>
    private const int FullColorQuality = 90;

    /// <summary>Writes the whole file.</summary>
    /// <exception cref="IOException">The stream cannot be written, or there is not enough memory.</exception>
    public static unsafe void Write(Picture picture, Stream stream, int quality)
    {
        bool grey = picture.Channels == 1;
        SKImageInfo info = new(picture.Width, picture.Height, grey ? SKColorType.Gray8 : SKColorType.Rgba8888, SKAlphaType.Opaque);
        if (grey && picture.BitDepth == 8)
        {
            fixed (byte* samples = picture.Bytes)
            {
                using SKPixmap whole = new(info, (nint)samples);
                Encode(whole, stream, quality);
            }

            return;
        }

        using SKBitmap bitmap = new();
        if (!bitmap.TryAllocPixels(info))
        {
            throw NoMemory(info);
        }

        byte[] buffer = new byte[picture.Width * picture.Channels];
        for (int y = 0; y < picture.Height; y++)
        {
            ReadOnlySpan<byte> samples = Samples.Row(picture, y, buffer);
            Span<byte> row = new((byte*)bitmap.GetAddress(0, y), info.RowBytes);
            if (grey)
            {
                samples.CopyTo(row);
                continue;
            }

            for (int x = 0; x < picture.Width; x++)
            {
                samples.Slice(3 * x, 3).CopyTo(row[(4 * x)..]);
                row[(4 * x) + 3] = byte.MaxValue;
            }
        }

        using SKPixmap copy = bitmap.PeekPixels();
        Encode(copy, stream, quality);
    }

    private static void Encode(SKPixmap pixels, Stream stream, int quality)
    {
        SKJpegEncoderDownsample downsample = quality < FullColorQuality ? SKJpegEncoderDownsample.Downsample420 : SKJpegEncoderDownsample.Downsample444;
        using SkiaStream target = new(stream);
        using SKManagedWStream native = new(target);
        bool done = pixels.Encode(native, new SKJpegEncoderOptions(quality, downsample, SKJpegEncoderAlphaOption.Ignore));
        native.Flush();
        target.ThrowIfFailed();
        if (!done)
        {
            throw NoMemory(pixels.Info);
        }
    }

    private static IOException NoMemory(SKImageInfo info) =>
        new($"there is not enough memory to encode {info.Height}×{info.Width} pixels as JPEG; free some, or write a PNG file");
}
