using Adjoint.Tensors;

namespace Adjoint.Data.Augmentations;

/// <summary>
/// A part of the picture from a random place. With padding the picture is first continued on all sides, so that a part may be as large as the picture: the
/// usual change of small pictures of things.
/// </summary>
public sealed record Crop : Augmentation
{
    /// <summary>Makes the change.</summary>
    /// <param name="height">The part's rows; nothing to keep the picture's.</param>
    /// <param name="width">The part's columns; nothing to keep the picture's.</param>
    /// <param name="padding">By how many pixels the picture is continued on each side first; at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A length is less than 1, or the padding negative.</exception>
    public Crop(int? height = null, int? width = null, int padding = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height ?? 1, 1, nameof(height));
        ArgumentOutOfRangeException.ThrowIfLessThan(width ?? 1, 1, nameof(width));
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(padding, 1 << 20);
        (Height, Width, Padding) = (height, width, padding);
    }

    /// <summary>The part's rows; nothing to keep the picture's.</summary>
    public int? Height { get; }

    /// <summary>The part's columns; nothing to keep the picture's.</summary>
    public int? Width { get; }

    /// <summary>By how many pixels the picture is continued on each side first.</summary>
    public int Padding { get; }

    /// <summary>What the padding holds.</summary>
    public Outside Outside { get; init; } = Outside.Constant;

    /// <summary>The padding's value where it is <see cref="Outside.Constant"/>.</summary>
    public float Value { get; init; }

    /// <inheritdoc/>
    public override Shape Result(Shape picture)
    {
        int height = Height ?? picture[0], width = Width ?? picture[1];
        return height <= picture[0] && width <= picture[1]
            ? [height, width, picture[2]]
            : throw new ArgumentException($"A part of {height}×{width} is larger than the picture of {picture}; resize pictures instead.", nameof(picture));
    }

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        Shape result = Result(picture);
        int top = random.NextInt(picture[0] - result[0] + (2 * Padding) + 1) - Padding;
        int left = random.NextInt(picture[1] - result[1] + (2 * Padding) + 1) - Padding;
        if (top != 0 || left != 0 || result != picture)
        {
            Move(values, picture, result, top, left, Outside, Value);
        }
    }

    /// <summary>Puts the part that begins at a place, inside or outside the picture, at the front of the values.</summary>
    internal static void Move(Span<float> values, Shape picture, Shape result, int top, int left, Outside outside, float value)
    {
        using Scratch source = new(values);
        int height = picture[0], width = picture[1], channels = picture[2];
        for (int y = 0; y < result[0]; y++)
        {
            int fromY = Math.Clamp(top + y, 0, height - 1);
            bool rowInside = fromY == top + y;
            for (int x = 0; x < result[1]; x++)
            {
                Span<float> pixel = values.Slice(((y * result[1]) + x) * channels, channels);
                int fromX = Math.Clamp(left + x, 0, width - 1);
                if (outside == Outside.Edge || (rowInside && fromX == left + x))
                {
                    source.Span.Slice(((fromY * width) + fromX) * channels, channels).CopyTo(pixel);
                }
                else
                {
                    pixel.Fill(value);
                }
            }
        }
    }
}
