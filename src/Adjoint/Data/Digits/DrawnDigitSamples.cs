using System.Globalization;
using Adjoint.Tensors;

namespace Adjoint.Data.Digits;

/// <summary>
/// Samples of <see cref="DrawnDigits"/> for learning to classify: inputs 28×28×1, targets 1 at the digit and 0 elsewhere. Every epoch has new pictures: there is nothing to learn by heart.
/// </summary>
public sealed class DrawnDigitSamples : SampleSource
{
    private readonly long _seed;
    private readonly DrawnDigits _digits;

    /// <summary>Makes the source.</summary>
    /// <param name="seed">The seed of the pictures.</param>
    /// <param name="count">How many pictures an epoch has; at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    public DrawnDigitSamples(long seed, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        (_seed, _digits, Count) = (seed, new DrawnDigits(seed), count);
    }

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"drawn digits, seed {_seed}");

    /// <inheritdoc/>
    public override int Count { get; }

    /// <inheritdoc/>
    public override Shape InputShape { get; } = [DrawnDigits.Size, DrawnDigits.Size, 1];

    /// <inheritdoc/>
    public override Shape TargetShape { get; } = [10];

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    /// <exception cref="ArgumentException">A span has not the size of its shape.</exception>
    public override void Fill(int epoch, int index, Span<float> input, Span<float> target)
    {
        if ((uint)index >= (uint)Count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"There are {Count} samples in an epoch.");
        }

        if (target.Length != TargetShape.Size)
        {
            throw new ArgumentException($"A target of {TargetShape} does not fill {target.Length} numbers.", nameof(target));
        }

        // Consecutive epochs go on where the last one ended; after 2³¹ pictures they come again.
        int digit = _digits.Draw((int)((((long)epoch * Count) + index) & int.MaxValue), input);
        target.Clear();
        target[digit] = 1;
    }
}
