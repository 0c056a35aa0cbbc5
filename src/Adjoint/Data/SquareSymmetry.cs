using Adjoint.Tensors;

namespace Adjoint.Data;

/// <summary>The mirror images that make up the eight symmetries of the square, in place, of pictures of any number of channels.</summary>
internal static class SquareSymmetry
{
    /// <summary>Left and right change places.</summary>
    public static void MirrorColumns(Span<float> values, Shape picture)
    {
        int width = picture[1], channels = picture[2];
        for (int y = 0; y < picture[0]; y++)
        {
            Span<float> row = values.Slice(y * width * channels, width * channels);
            for (int left = 0, right = width - 1; left < right; left++, right--)
            {
                Swap(row, left * channels, right * channels, channels);
            }
        }
    }

    /// <summary>Top and bottom change places.</summary>
    public static void MirrorRows(Span<float> values, Shape picture)
    {
        int row = picture[1] * picture[2];
        for (int top = 0, bottom = picture[0] - 1; top < bottom; top++, bottom--)
        {
            Swap(values, top * row, bottom * row, row);
        }
    }

    /// <summary>Rows become columns; the picture is square.</summary>
    public static void Transpose(Span<float> values, Shape picture)
    {
        int size = picture[0], channels = picture[2];
        for (int y = 1; y < size; y++)
        {
            for (int x = 0; x < y; x++)
            {
                Swap(values, ((y * size) + x) * channels, ((x * size) + y) * channels, channels);
            }
        }
    }

    private static void Swap(Span<float> values, int first, int second, int count)
    {
        for (int i = 0; i < count; i++)
        {
            (values[first + i], values[second + i]) = (values[second + i], values[first + i]);
        }
    }
}
