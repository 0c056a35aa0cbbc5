using Adjoint.Tensors;

namespace Adjoint.Data.Corruptions;

/// <summary>
/// Fewer pixels: the mean of each f×f block (at the right and lower border of what is left of one), brought back to the old size bilinearly, block centres at their
/// places. The picture keeps its shape: what super-resolution by a network of one size starts from (Dong, Loy, He and Tang 2014, with another interpolation).
/// </summary>
/// <param name="Factor">f, by which height and width shrink; at least 1.</param>
public sealed record DownSamplingCorruption(int Factor) : Corruption
{
    /// <summary>f, by which height and width shrink.</summary>
    public int Factor { get; init => field = (int)InRange(value, 1, 1 << 20); } = (int)InRange(Factor, 1, 1 << 20);

    /// <inheritdoc/>
    protected override void Change(Span<float> values, Shape picture, ref KeyedRandom random)
    {
        if (Factor == 1)
        {
            return;
        }

        int height = picture[0], width = picture[1], channels = picture[2];
        int rows = ((height - 1) / Factor) + 1, columns = ((width - 1) / Factor) + 1;
        using Scratch blocks = new(rows * columns * channels);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                for (int c = 0; c < channels; c++)
                {
                    blocks.Span[(((row * columns) + column) * channels) + c] = Mean(values, picture, row * Factor, column * Factor, c);
                }
            }
        }

        for (int y = 0; y < height; y++)
        {
            (int top, int bottom, float down) = Place(y, rows);
            for (int x = 0; x < width; x++)
            {
                (int left, int right, float along) = Place(x, columns);
                for (int c = 0; c < channels; c++)
                {
                    float upper = Mix(blocks.Span[(((top * columns) + left) * channels) + c], blocks.Span[(((top * columns) + right) * channels) + c], along);
                    float lower = Mix(blocks.Span[(((bottom * columns) + left) * channels) + c], blocks.Span[(((bottom * columns) + right) * channels) + c], along);
                    values[(((y * width) + x) * channels) + c] = Mix(upper, lower, down);
                }
            }
        }
    }

    private static float Mix(float first, float second, float part) => first + ((second - first) * part);

    private float Mean(ReadOnlySpan<float> values, Shape picture, int top, int left, int channel)
    {
        int bottom = (int)Math.Min((long)top + Factor, picture[0]), right = (int)Math.Min((long)left + Factor, picture[1]);
        float sum = 0;
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                sum += values[(((y * picture[1]) + x) * picture[2]) + channel];
            }
        }

        return sum / ((bottom - top) * (right - left));
    }

    // The two blocks around a pixel, and the second one's weight.
    private (int First, int Second, float Part) Place(int i, int blocks)
    {
        double place = Math.Clamp(((i + 0.5) / Factor) - 0.5, 0, blocks - 1);
        int first = (int)place;
        return (first, Math.Min(first + 1, blocks - 1), (float)(place - first));
    }
}
