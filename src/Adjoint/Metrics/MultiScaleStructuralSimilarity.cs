using Adjoint.Tensors;

namespace Adjoint.Metrics;

/// <summary>
/// The multi-scale structural similarity index (MS-SSIM) of Wang, Simoncelli and Bovik, "Multiscale structural similarity for image quality assessment", Asilomar 2003, equation 7:
/// contrast and structure are compared at five scales, luminance at the coarsest, and the product of their means is taken with the published exponents
/// 0.0448, 0.2856, 0.3001, 0.2363 and 0.1333.
/// </summary>
/// <remarks>
/// Each scale is measured as <see cref="StructuralSimilarity"/> does; from one to the next, each 2×2 pixels become their mean, an odd last row or column being repeated, as in the authors'
/// program. A negative mean, whose root would not be real, counts as 0. Several channels: the mean of the channels' indices.
/// </remarks>
public static class MultiScaleStructuralSimilarity
{
    /// <summary>The least height and width of a picture in pixels: a window must still fit into the coarsest scale, (11 − 1)·2⁴ + 1.</summary>
    public const int LeastSize = ((StructuralSimilarity.Window - 1) << 4) + 1;

    private static readonly double[] _exponents = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>The index of two pictures.</summary>
    /// <param name="first">Height × width × channels numbers, interleaved.</param>
    /// <param name="second">The other picture; the index is symmetric.</param>
    /// <param name="height">Rows, at least <see cref="LeastSize"/>.</param>
    /// <param name="width">Columns, at least <see cref="LeastSize"/>.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="range">The difference of the greatest and the least value that the format allows: 1 for pictures from 0 to 1, 255 for bytes.</param>
    /// <returns>From 0 to 1, which equal pictures have.</returns>
    /// <exception cref="ArgumentException">The picture is too small, or a span has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> is not positive and finite, or there is no channel.</exception>
    public static double Compute(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int height, int width, int channels = 1, double range = 1)
    {
        if (height < LeastSize || width < LeastSize)
        {
            throw new ArgumentException(
                $"Multi-scale similarity looks at five scales, each half the one before, and needs pictures of at least {LeastSize}×{LeastSize}, not {height}×{width}.", nameof(height));
        }

        StructuralSimilarity.Check(first, second, height, width, channels, range);
        double sum = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            sum += Channel(Plane(first, channel, channels), Plane(second, channel, channels), height, width, range);
        }

        return sum / channels;
    }

    /// <summary>The index of two pictures.</summary>
    /// <param name="first">Height × width × channels, or height × width.</param>
    /// <param name="second">The other picture, of the same shape; the index is symmetric.</param>
    /// <param name="range">The difference of the greatest and the least value that the format allows.</param>
    /// <returns>From 0 to 1, which equal pictures have.</returns>
    /// <exception cref="ArgumentException">The shapes differ, are not those of a picture, or the pictures are too small.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> is not positive and finite.</exception>
    public static double Compute(Tensor<float> first, Tensor<float> second, double range = 1)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        Shape shape = first.Shape;
        if (shape != second.Shape || shape.Rank is not (2 or 3))
        {
            throw new ArgumentException($"Structural similarity compares two pictures of one shape, height × width × channels, not {first.Shape} and {second.Shape}.", nameof(second));
        }

        return Compute(first.Span, second.Span, shape[0], shape[1], shape.Rank == 3 ? shape[2] : 1, range);
    }

    private static double Channel(double[] x, double[] y, int height, int width, double range)
    {
        double product = 1;
        for (int scale = 0; ; scale++)
        {
            (double index, double contrast) = StructuralSimilarity.Means(x, y, height, width, range);
            bool isLast = scale == _exponents.Length - 1;
            double mean = isLast ? index : contrast;
            product *= Math.Pow(mean < 0 ? 0 : mean, _exponents[scale]);
            if (isLast)
            {
                return product;
            }

            (x, y) = (Halve(x, height, width), Halve(y, height, width));
            (height, width) = ((height + 1) / 2, (width + 1) / 2);
        }
    }

    private static double[] Plane(ReadOnlySpan<float> picture, int channel, int channels)
    {
        double[] plane = new double[picture.Length / channels];
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = picture[(i * channels) + channel];
        }

        return plane;
    }

    private static double[] Halve(double[] plane, int height, int width)
    {
        int rows = (height + 1) / 2, columns = (width + 1) / 2;
        double[] half = new double[rows * columns];
        for (int row = 0; row < rows; row++)
        {
            int upper = 2 * row * width, lower = Math.Min((2 * row) + 1, height - 1) * width;
            for (int column = 0; column < columns; column++)
            {
                int left = 2 * column, right = Math.Min(left + 1, width - 1);
                half[(row * columns) + column] = 0.25 * (plane[upper + left] + plane[upper + right] + plane[lower + left] + plane[lower + right]);
            }
        }

        return half;
    }
}
