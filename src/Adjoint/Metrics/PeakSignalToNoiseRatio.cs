using Adjoint.Tensors;

namespace Adjoint.Metrics;

/// <summary>
/// The peak signal-to-noise ratio in decibels, 10·log₁₀(range² / MSE), where MSE is the mean of the squared differences over all
/// pixels and channels.
/// </summary>
public static class PeakSignalToNoiseRatio
{
    /// <summary>The ratio of two arrays.</summary>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What it should be; as many numbers.</param>
    /// <param name="range">The difference of the greatest and the least value that the format allows: 1 for pictures from 0 to 1, 255 for bytes.</param>
    /// <returns>Decibels; positive infinity where the arrays are equal, NaN where one has a NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or there are no numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> is not positive and finite.</exception>
    public static double Compute(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected, double range = 1)
    {
        if (actual.Length != expected.Length || actual.IsEmpty)
        {
            throw new ArgumentException($"The ratio compares arrays of the same length, at least 1, not {actual.Length} and {expected.Length} numbers.", nameof(expected));
        }

        if (!(range > 0) || !double.IsFinite(range))
        {
            throw new ArgumentOutOfRangeException(nameof(range), range, "The range of values is positive and finite.");
        }

        return 10 * Math.Log10(range * range * actual.Length / SumOfSquares(actual, expected));
    }

    /// <summary>The ratio of two tensors.</summary>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What it should be, of the same shape.</param>
    /// <param name="range">The difference of the greatest and the least value that the format allows.</param>
    /// <returns>Decibels; positive infinity where the tensors are equal.</returns>
    /// <exception cref="ArgumentException">The shapes differ, or there are no numbers.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="range"/> is not positive and finite.</exception>
    public static double Compute(Tensor<float> actual, Tensor<float> expected, double range = 1)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        return actual.Shape == expected.Shape
            ? Compute(actual.Span, expected.Span, range)
            : throw new ArgumentException($"The ratio compares tensors of one shape, not {actual.Shape} and {expected.Shape}.", nameof(expected));
    }

    private static double SumOfSquares(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        // Two sums, so that one addition need not wait for the other.
        double even = 0, odd = 0;
        int i = 0;
        for (; i + 1 < actual.Length; i += 2)
        {
            double first = (double)actual[i] - expected[i], second = (double)actual[i + 1] - expected[i + 1];
            even += first * first;
            odd += second * second;
        }

        double last = i < actual.Length ? (double)actual[i] - expected[i] : 0;
        return even + odd + (last * last);
    }
}
