using Adjoint.Tensors;

namespace Adjoint.Metrics;

/// <summary>The mean of |actual − expected| over all numbers, batch by batch, summed in float64 in their order.</summary>
public sealed class MeanAbsoluteError
{
    private double _sum;

    /// <summary>Numbers compared.</summary>
    public long Count { get; private set; }

    /// <summary>The mean; NaN where nothing was compared, or a number was NaN.</summary>
    public double Value => _sum / Count;

    /// <summary>Takes in a batch.</summary>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What it should be; as many numbers.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public void Add(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected)
    {
        if (actual.Length != expected.Length)
        {
            throw new ArgumentException($"The error compares arrays of the same length, not {actual.Length} and {expected.Length} numbers.", nameof(expected));
        }

        for (int i = 0; i < actual.Length; i++)
        {
            _sum += Math.Abs((double)actual[i] - expected[i]);
        }

        Count += actual.Length;
    }

    /// <summary>Takes in a batch.</summary>
    /// <param name="actual">What was computed.</param>
    /// <param name="expected">What it should be, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public void Add(Tensor<float> actual, Tensor<float> expected)
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(expected);
        if (actual.Shape != expected.Shape)
        {
            throw new ArgumentException($"The error compares tensors of one shape, not {actual.Shape} and {expected.Shape}.", nameof(expected));
        }

        Add(actual.Span, expected.Span);
    }

    /// <summary>Adds what another one has measured, behind the own numbers.</summary>
    /// <param name="other">The other one.</param>
    public void Merge(MeanAbsoluteError other)
    {
        ArgumentNullException.ThrowIfNull(other);
        _sum += other._sum;
        Count += other.Count;
    }
}
