using System.Buffers;
using System.Numerics;
using Adjoint.Tensors;

namespace Adjoint.Metrics;

/// <summary>
/// The structural similarity index (SSIM) of Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to
/// structural similarity", IEEE Transactions on Image Processing 13(4), 2004: the mean over all windows of
/// (2μₓμᵧ + C₁)(2σₓᵧ + C₂) / ((μₓ² + μᵧ² + C₁)(σₓ² + σᵧ² + C₂)), their equation 13.
/// </summary>
/// <remarks>
/// <para>As in the paper: a window is 11×11 pixels weighted by a Gaussian of standard deviation 1.5 and sum 1; C₁ = (0.01·range)², C₂ = (0.03·range)²;
/// variances are weighted means of squares (nothing is divided by n − 1). Only windows that lie wholly inside the picture count, (height − 10) × (width − 10) of
/// them, as in the authors' program; the picture is not subsampled first. scikit-image gives the same with <c>gaussian_weights=True, sigma=1.5,
/// use_sample_covariance=False</c>.</para>
/// <para>Several channels: the mean of the channels' indices. Computed in double precision with separable filters.</para>
/// </remarks>
public static class StructuralSimilarity
{
    /// <summary>The window's height and width in pixels: the least height and width of a picture.</summary>
    public const int Window = 11;

    private const double Sigma = 1.5;
    private const double K1 = 0.01;
    private const double K2 = 0.03;
    private const int Moments = 5;

    private static readonly double[] _weights = Gaussian();

    /// <summary>The index of two pictures.</summary>
    /// <param name="first">Height × width × channels numbers, interleaved.</param>
    /// <param name="second">The other picture; the index is symmetric.</param>
    /// <param name="height">Rows, at least <see cref="Window"/>.</param>
    /// <param name="width">Columns, at least <see cref="Window"/>.</param>
    /// <param name="channels">Channels, at least 1.</param>
    /// <param name="range">The difference of the greatest and the least value that the format allows: 1 for pictures from 0 to 1, 255 for bytes.</param>
    /// <returns>At most 1, which equal pictures have; at least −1.</returns>
    /// <exception cref="ArgumentException">The picture is smaller than a window, or a span has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> is not positive and finite, or there is no channel.</exception>
    public static double Compute(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int height, int width, int channels = 1, double range = 1)
    {
        Check(first, second, height, width, channels, range);
        double sum = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            sum += Channel(first[channel..], second[channel..], height, width, channels, range);
        }

        return sum / channels;
    }

    /// <summary>The index of two pictures.</summary>
    /// <param name="first">Height × width × channels, or height × width.</param>
    /// <param name="second">The other picture, of the same shape; the index is symmetric.</param>
    /// <param name="range">The difference of the greatest and the least value that the format allows.</param>
    /// <returns>At most 1, which equal pictures have; at least −1.</returns>
    /// <exception cref="ArgumentException">The shapes differ, are not those of a picture, or are smaller than a window.</exception>
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

    internal static void Check(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int height, int width, int channels, double range)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (height < Window || width < Window)
        {
            throw new ArgumentException($"Structural similarity looks through windows of {Window}×{Window}; a picture of {height}×{width} has none.", nameof(height));
        }

        long size = (long)height * width * channels;
        if (first.Length != size || second.Length != size)
        {
            throw new ArgumentException($"Pictures of {height}×{width}×{channels} have {size} numbers, not {first.Length} and {second.Length}.", nameof(second));
        }

        if (!(range > 0) || !double.IsFinite(range))
        {
            throw new ArgumentOutOfRangeException(nameof(range), range, "The range of values is positive and finite.");
        }
    }

    private static double Channel(ReadOnlySpan<float> first, ReadOnlySpan<float> second, int height, int width, int stride, double range)
    {
        double[] firstPlane = ArrayPool<double>.Shared.Rent(height * width), secondPlane = ArrayPool<double>.Shared.Rent(height * width);
        Span<double> x = firstPlane.AsSpan(0, height * width), y = secondPlane.AsSpan(0, height * width);
        for (int i = 0; i < x.Length; i++)
        {
            x[i] = first[i * stride];
            y[i] = second[i * stride];
        }

        double index = Means(x, y, height, width, range).Index;
        ArrayPool<double>.Shared.Return(firstPlane);
        ArrayPool<double>.Shared.Return(secondPlane);
        return index;
    }

    /// <summary>The means over all windows of one channel: of the index, and of its second factor alone, contrast and structure.</summary>
    internal static (double Index, double ContrastStructure) Means(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int height, int width, double range)
    {
        double c1 = K1 * range * (K1 * range), c2 = K2 * range * (K2 * range);
        int columns = width - Window + 1, rows = height - Window + 1;
        double[] scratch = ArrayPool<double>.Shared.Rent(2 * Moments * width);
        Span<double> lines = scratch.AsSpan(0, Moments * width), means = scratch.AsSpan(Moments * width, Moments * width);
        double sum = 0, contrastSum = 0;

        // Each row of windows: filter the five products (x, y, x², y², xy) down the columns into one line each, then along the lines.
        for (int row = 0; row < rows; row++)
        {
            FilterColumns(x[(row * width)..], y[(row * width)..], width, lines);
            for (int moment = 0; moment < Moments; moment++)
            {
                FilterRow(lines.Slice(moment * width, width), means.Slice(moment * width, columns));
            }

            double line = 0, contrastLine = 0;
            for (int i = 0; i < columns; i++)
            {
                double mx = means[i], my = means[width + i];
                double vx = means[(2 * width) + i] - (mx * mx), vy = means[(3 * width) + i] - (my * my), cov = means[(4 * width) + i] - (mx * my);
                double luminance = (2 * mx * my) + c1, means2 = (mx * mx) + (my * my) + c1, structure = (2 * cov) + c2, variances = vx + vy + c2;
                line += luminance * structure / (means2 * variances);
                contrastLine += structure / variances;
            }

            sum += line;
            contrastSum += contrastLine;
        }

        ArrayPool<double>.Shared.Return(scratch);
        double windows = (double)rows * columns;
        return (sum / windows, contrastSum / windows);
    }

    private static void FilterColumns(ReadOnlySpan<double> x, ReadOnlySpan<double> y, int width, Span<double> lines)
    {
        int i = 0;
        for (; i <= width - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> sx = default, sy = default, sxx = default, syy = default, sxy = default;
            for (int k = 0; k < Window; k++)
            {
                Vector<double> weight = new(_weights[k]), vx = new(x[((k * width) + i)..]), vy = new(y[((k * width) + i)..]);
                Vector<double> wx = weight * vx, wy = weight * vy;
                sx += wx;
                sy += wy;
                sxx += wx * vx;
                syy += wy * vy;
                sxy += wx * vy;
            }

            sx.CopyTo(lines[i..]);
            sy.CopyTo(lines[(width + i)..]);
            sxx.CopyTo(lines[((2 * width) + i)..]);
            syy.CopyTo(lines[((3 * width) + i)..]);
            sxy.CopyTo(lines[((4 * width) + i)..]);
        }

        for (; i < width; i++)
        {
            double sx = 0, sy = 0, sxx = 0, syy = 0, sxy = 0;
            for (int k = 0; k < Window; k++)
            {
                double vx = x[(k * width) + i], vy = y[(k * width) + i], wx = _weights[k] * vx, wy = _weights[k] * vy;
                sx += wx;
                sy += wy;
                sxx += wx * vx;
                syy += wy * vy;
                sxy += wx * vy;
            }

            (lines[i], lines[width + i], lines[(2 * width) + i], lines[(3 * width) + i], lines[(4 * width) + i]) = (sx, sy, sxx, syy, sxy);
        }
    }

    private static void FilterRow(ReadOnlySpan<double> line, Span<double> result)
    {
        int i = 0;
        for (; i <= result.Length - Vector<double>.Count; i += Vector<double>.Count)
        {
            Vector<double> sum = default;
            for (int k = 0; k < Window; k++)
            {
                sum += new Vector<double>(_weights[k]) * new Vector<double>(line[(i + k)..]);
            }

            sum.CopyTo(result[i..]);
        }

        for (; i < result.Length; i++)
        {
            double sum = 0;
            for (int k = 0; k < Window; k++)
            {
                sum += _weights[k] * line[i + k];
            }

            result[i] = sum;
        }
    }

    private static double[] Gaussian()
    {
        double[] weights = new double[Window];
        double sum = 0;
        for (int k = 0; k < Window; k++)
        {
            double distance = k - (Window / 2);
            weights[k] = Math.Exp(-distance * distance / (2 * Sigma * Sigma));
            sum += weights[k];
        }

        for (int k = 0; k < Window; k++)
        {
            weights[k] /= sum;
        }

        return weights;
    }
}
