using System.Runtime.InteropServices;
using Adjoint.Data;
using ScottPlot;
using SkiaSharp;

namespace Adjoint.Imaging.Plots;

/// <summary>A plot as a picture.</summary>
internal static class PlotPicture
{
    /// <summary>Draws a plot.</summary>
    public static Picture Of(Plot plot, int width, int height)
    {
        using SKBitmap bitmap = new(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using SKCanvas canvas = new(bitmap);
        plot.Render(canvas, width, height);
        canvas.Flush();
        byte[] samples = new byte[width * height * 3];
        ReadOnlySpan<uint> pixels = MemoryMarshal.Cast<byte, uint>(bitmap.GetPixelSpan());
        for (int i = 0; i < pixels.Length; i++)
        {
            uint pixel = BitConverter.IsLittleEndian ? pixels[i] : System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(pixels[i]);
            (samples[3 * i], samples[(3 * i) + 1], samples[(3 * i) + 2]) = ((byte)pixel, (byte)(pixel >> 8), (byte)(pixel >> 16));
        }

        return new Picture(height, width, 3, samples);
    }
}
