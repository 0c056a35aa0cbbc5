using System.Numerics;
using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// A picture as its file holds it: height × width × channels integers of 8 or 16 bits, interleaved, rows from the top.
/// It stays in integers because a large photograph would be four times as big in floats; regions are converted as they are needed.
/// </summary>
/// <remarks>Values are those of the file (sRGB-encoded for usual photographs); no colour management is applied.</remarks>
public sealed class Picture
{
    private readonly byte[]? _bytes;
    private readonly ushort[]? _words;

    /// <summary>A picture of 8-bit samples.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 (grey) or 3 (red, green, blue).</param>
    /// <param name="samples">Height × width × channels values, which the picture takes over.</param>
    /// <param name="alpha">Opacity, height × width values in the same depth (widened from 8 bits where the picture has 8), or nothing.</param>
    public Picture(int height, int width, int channels, byte[] samples, ushort[]? alpha = null)
        : this(height, width, channels, samples?.Length ?? throw new ArgumentNullException(nameof(samples)), alpha) => _bytes = samples;

    /// <summary>A picture of 16-bit samples.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 (grey) or 3 (red, green, blue).</param>
    /// <param name="samples">Height × width × channels values, which the picture takes over.</param>
    /// <param name="alpha">Opacity, height × width values of 16 bits, or nothing.</param>
    public Picture(int height, int width, int channels, ushort[] samples, ushort[]? alpha = null)
        : this(height, width, channels, samples?.Length ?? throw new ArgumentNullException(nameof(samples)), alpha) => _words = samples;

    private Picture(int height, int width, int channels, int length, ushort[]? alpha)
    {
        if (channels is not (1 or 3))
        {
            throw new ArgumentException($"A picture has 1 or 3 channels, not {channels}; opacity is kept apart.", nameof(channels));
        }

        if (height <= 0 || width <= 0 || length != (long)height * width * channels)
        {
            throw new ArgumentException($"A picture of {height}×{width}×{channels} does not have {length} samples.", nameof(height));
        }

        if (alpha is not null && alpha.Length != height * width)
        {
            throw new ArgumentException($"The opacity of a picture of {height}×{width} does not have {alpha.Length} samples.", nameof(alpha));
        }

        (Height, Width, Channels, Alpha) = (height, width, channels, alpha);
    }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>Bits a sample: 8 or 16.</summary>
    public int BitDepth => _bytes is null ? 16 : 8;

    /// <summary>Opacity, one 16-bit value a pixel (0 is clear, 65535 opaque, whatever <see cref="BitDepth"/> is), or nothing.</summary>
    public ReadOnlyMemory<ushort>? Alpha { get; }

    /// <summary>The samples of an 8-bit picture; empty for a 16-bit one.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>The samples of a 16-bit picture; empty for an 8-bit one.</summary>
    public ReadOnlySpan<ushort> Words => _words;

    /// <summary>
    /// Copies a rectangle as numbers from 0 to 1, interleaved. The rectangle may reach over the border: the picture is then
    /// continued by reflection about its edge pixels (<c>dcb|abcd|cba</c>).
    /// </summary>
    /// <param name="top">The rectangle's first row; may be negative.</param>
    /// <param name="left">Its first column; may be negative.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="destination">Room for height × width × channels numbers.</param>
    public void CopyRegion(int top, int left, int height, int width, Span<float> destination)
    {
        int row = width * Channels;
        for (int y = 0; y < height; y++)
        {
            int start = Reflect(top + y, Height) * Width;
            Span<float> line = destination.Slice(y * row, row);
            int inside = left >= 0 ? Math.Clamp(Width - left, 0, width) : 0;
            if (inside > 0)
            {
                Convert((start + left) * Channels, line[..(inside * Channels)]);
            }

            for (int x = inside; x < width; x++)
            {
                Convert((start + Reflect(left + x, Width)) * Channels, line.Slice(x * Channels, Channels));
            }
        }
    }

    /// <summary>The whole picture as a height × width × channels tensor of numbers from 0 to 1.</summary>
    public Tensor<float> ToTensor()
    {
        Tensor<float> tensor = new([Height, Width, Channels]);
        CopyRegion(0, 0, Height, Width, tensor.Span);
        return tensor;
    }

    /// <summary>Rounds a height × width × channels tensor of numbers from 0 to 1 to an 8-bit picture; what lies outside is clipped.</summary>
    /// <param name="tensor">Height × width × 1 or 3.</param>
    /// <exception cref="ArgumentException">The tensor has another shape.</exception>
    public static Picture FromTensor(Tensor<float> tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        Shape shape = tensor.Shape;
        if (shape.Rank != 3)
        {
            throw new ArgumentException($"A picture is made of height × width × channels numbers, not of {shape}.", nameof(tensor));
        }

        byte[] samples = new byte[shape.Size];
        ReadOnlySpan<float> values = tensor.Span;
        for (int i = 0; i < samples.Length; i++)
        {
            samples[i] = (byte)Quantize(values[i], byte.MaxValue);
        }

        return new Picture(shape[0], shape[1], shape[2], samples);
    }

    /// <summary>Rounds a number from 0 to 1 to an integer from 0 to <paramref name="maximum"/>; NaN becomes 0.</summary>
    internal static int Quantize(float value, int maximum) => (int)(float.Clamp(float.IsNaN(value) ? 0 : value, 0, 1) * maximum + 0.5f);

    /// <summary>Index <paramref name="i"/> folded into 0..length−1 by reflection about the first and last element, as often as it takes.</summary>
    internal static int Reflect(int i, int length)
    {
        if (length == 1)
        {
            return 0;
        }

        int period = 2 * (length - 1);
        int folded = ((i % period) + period) % period;
        return folded < length ? folded : period - folded;
    }

    private void Convert(int start, Span<float> destination)
    {
        if (_bytes is not null)
        {
            Scale<byte>(_bytes.AsSpan(start, destination.Length), 1f / byte.MaxValue, destination);
        }
        else
        {
            Scale<ushort>(_words.AsSpan(start, destination.Length), 1f / ushort.MaxValue, destination);
        }
    }

    private static void Scale<T>(ReadOnlySpan<T> source, float factor, Span<float> destination)
        where T : unmanaged, INumberBase<T>
    {
        for (int i = 0; i < source.Length; i++)
        {
            destination[i] = float.CreateTruncating(source[i]) * factor;
        }
    }
}
