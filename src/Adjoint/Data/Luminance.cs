using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>
/// The grey value of a colour: luma of ITU-R Recommendation BT.601, 0.299 R + 0.587 G + 0.114 B, of the values as they are encoded in the file
/// (no gamma is undone), as most papers on picture denoising compute it.
/// </summary>
public static class Luminance
{
    /// <summary>The weight of red.</summary>
    public const float Red = 0.299f;

    /// <summary>The weight of green.</summary>
    public const float Green = 0.587f;

    /// <summary>The weight of blue.</summary>
    public const float Blue = 0.114f;

    /// <summary>The grey value of one colour.</summary>
    /// <param name="red">Red.</param>
    /// <param name="green">Green.</param>
    /// <param name="blue">Blue.</param>
    public static float Of(float red, float green, float blue) => (Red * red) + (Green * green) + (Blue * blue);

    /// <summary>The grey values of interleaved colours.</summary>
    /// <param name="colors">Red, green, blue, red, green, …</param>
    /// <param name="destination">Room for a third as many numbers; may not overlap <paramref name="colors"/>.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void Compute(ReadOnlySpan<float> colors, Span<float> destination)
    {
        if (colors.Length != 3L * destination.Length)
        {
            throw new ArgumentException($"{destination.Length} grey values come from {3L * destination.Length} colour values, not {colors.Length}.", nameof(destination));
        }

        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Of(colors[3 * i], colors[(3 * i) + 1], colors[(3 * i) + 2]);
        }
    }

    /// <summary>The grey values of a picture, 0 to 1, as a height × width × 1 tensor. A grey picture is its own luminance.</summary>
    /// <param name="picture">A picture of one or three channels.</param>
    public static Tensor<float> Of(Picture picture)
    {
        ArgumentNullException.ThrowIfNull(picture);
        Tensor<float> values = picture.ToTensor();
        return picture.Channels == 1 ? values : Of(values);
    }

    /// <summary>The grey values of a … × 3 tensor, as a … × 1 tensor.</summary>
    /// <param name="colors">A tensor whose last axis holds red, green, blue.</param>
    /// <exception cref="ArgumentException">The last axis does not have length 3.</exception>
    public static Tensor<float> Of(Tensor<float> colors)
    {
        ArgumentNullException.ThrowIfNull(colors);
        if (colors.Shape.Rank == 0 || colors.Shape[^1] != 3)
        {
            throw new ArgumentException($"Luminance is taken of a tensor whose last axis is red, green, blue; this one is {colors.Shape}.", nameof(colors));
        }

        Tensor<float> grey = new(colors.Shape.With(colors.Shape.Rank - 1, 1));
        Compute(colors.Span, grey.Span);
        return grey;
    }
}
