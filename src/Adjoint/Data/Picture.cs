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

    /// <summary>The same samples, not copied, with another opacity or none.</summary>
    private Picture(Picture picture, ReadOnlyMemory<ushort>? alpha)
    {
        (Height, Width, Channels, Alpha) = (picture.Height, picture.Width, picture.Channels, alpha);
        (_bytes, _words) = (picture._bytes, picture._words);
    }

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

        (Height, Width, Channels) = (height, width, channels);
        if (alpha is not null)
        {
            // Not a plain assignment: nothing would be converted to an empty plane.
            Alpha = alpha;
        }
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

    /// <summary>A black picture without opacity, to be filled by <see cref="WriteRegion"/>.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="channels">1 (grey) or 3 (red, green, blue).</param>
    /// <param name="bitDepth">8 or 16 bits a sample.</param>
    /// <exception cref="ArgumentException">There is no such picture, or it would have more samples than an array can.</exception>
    public static Picture Create(int height, int width, int channels, int bitDepth)
    {
        if (bitDepth is not (8 or 16))
        {
            throw new ArgumentException($"A picture has 8 or 16 bits a sample, not {bitDepth}.", nameof(bitDepth));
        }

        Int128 length = (Int128)height * width * channels;
        if (height <= 0 || width <= 0 || channels is not (1 or 3) || length > Array.MaxLength)
        {
            throw new ArgumentException(
                $"There is no picture of {height}×{width}×{channels}: sizes are positive, channels 1 or 3, and samples at most {Array.MaxLength}.",
                nameof(height));
        }

        return bitDepth == 8
            ? new Picture(height, width, channels, new byte[(long)length])
            : new Picture(height, width, channels, new ushort[(long)length]);
    }

    /// <summary>This picture with another opacity; the samples are shared, not copied.</summary>
    /// <param name="alpha">Opacity, height × width values of 16 bits, or nothing for a picture without.</param>
    /// <exception cref="ArgumentException">The opacity has another size.</exception>
    public Picture WithAlpha(ReadOnlyMemory<ushort>? alpha)
    {
        if (alpha is { } plane && plane.Length != Height * Width)
        {
            throw new ArgumentException($"The opacity of a picture of {Height}×{Width} does not have {plane.Length} samples.", nameof(alpha));
        }

        return new Picture(this, alpha);
    }

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
        int before = Math.Clamp(-left, 0, width);
        int after = Math.Clamp(Width - left, before, width);
        for (int y = 0; y < height; y++)
        {
            int start = Reflect(top + y, Height) * Width;
            Span<float> line = destination.Slice(y * row, row);
            for (int x = 0; x < before; x++)
            {
                Convert((start + Reflect(left + x, Width)) * Channels, line.Slice(x * Channels, Channels));
            }

            if (after > before)
            {
                Convert((start + left + before) * Channels, line[(before * Channels)..(after * Channels)]);
            }

            for (int x = after; x < width; x++)
            {
                Convert((start + Reflect(left + x, Width)) * Channels, line.Slice(x * Channels, Channels));
            }
        }
    }

    /// <summary>
    /// Overwrites a rectangle with numbers from 0 to 1, rounded to the picture's depth; what lies outside is clipped, and NaN becomes 0.
    /// Threads may write rectangles that do not overlap at the same time.
    /// </summary>
    /// <param name="top">The rectangle's first row.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="height">Its rows.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="source">Height × width × channels numbers, interleaved.</param>
    /// <exception cref="ArgumentException">The rectangle is not within the picture, or <paramref name="source"/> has another length.</exception>
    public void WriteRegion(int top, int left, int height, int width, ReadOnlySpan<float> source)
    {
        if (top < 0 || left < 0 || height < 0 || width < 0 || top > Height - height || left > Width - width)
        {
            throw new ArgumentException(
                $"A rectangle of {height}×{width} at row {top}, column {left} is not within a picture of {Height}×{Width}.", nameof(top));
        }

        int row = width * Channels;
        if (source.Length != (long)height * row)
        {
            throw new ArgumentException($"A rectangle of {height}×{width}×{Channels} does not have {source.Length} numbers.", nameof(source));
        }

        for (int y = 0; y < height; y++)
        {
            int start = (((top + y) * Width) + left) * Channels;
            ReadOnlySpan<float> line = source.Slice(y * row, row);
            if (_bytes is not null)
            {
                PictureSamples.Quantize(line, _bytes.AsSpan(start, row));
            }
            else
            {
                PictureSamples.Quantize(line, _words.AsSpan(start, row));
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
        PictureSamples.Quantize(tensor.Span, samples);
        return new Picture(shape[0], shape[1], shape[2], samples);
    }

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
            PictureSamples.Convert(_bytes.AsSpan(start, destination.Length), destination);
        }
        else
        {
            PictureSamples.Convert(_words.AsSpan(start, destination.Length), destination);
        }
    }
}
