namespace Adjoint.Metrics;

/// <summary>
/// The expected calibration error (Naeini, Cooper and Hauskrecht 2015; Guo et al. 2017, equation 3): samples are put into M bins by the confidence in their prediction, the greatest
/// probability of the softmax, and <c>Σₘ |Bₘ|/n · |accuracy(Bₘ) − confidence(Bₘ)|</c>. Bin m holds confidences above (m−1)/M up to m/M.
/// </summary>
public sealed class ExpectedCalibrationError : ClassificationMetric
{
    private readonly long[] _correct, _samples;
    private readonly double[] _confidences;

    /// <summary>Makes the measure.</summary>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="bins">M; Guo et al. use 15. From 1 to a million.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ExpectedCalibrationError(int classes, int bins = 15)
        : base(classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bins, 1_000_000);
        (_correct, _samples, _confidences) = (new long[bins], new long[bins], new double[bins]);
    }

    /// <summary>M.</summary>
    public int Bins => _correct.Length;

    /// <inheritdoc/>
    public override double Value
    {
        get
        {
            double sum = 0;
            for (int bin = 0; bin < Bins; bin++)
            {
                sum += Math.Abs(_correct[bin] - _confidences[bin]);
            }

            return sum / Samples;
        }
    }

    /// <summary>The bins, from the least confident to the most: what a reliability diagram shows.</summary>
    public IReadOnlyList<ReliabilityBin> Reliability => [.. Enumerable.Range(0, Bins).Select(bin => new ReliabilityBin(
        (double)bin / Bins, (double)(bin + 1) / Bins, _samples[bin], _confidences[bin] / _samples[bin], (double)_correct[bin] / _samples[bin]))];

    /// <summary>Adds what another one has measured, behind the own samples.</summary>
    /// <param name="other">Of as many classes and bins.</param>
    /// <exception cref="ArgumentException">Classes or bins differ.</exception>
    public void Merge(ExpectedCalibrationError other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Bins != Bins)
        {
            throw new ArgumentException($"Calibration in {Bins} and {other.Bins} bins cannot be merged.", nameof(other));
        }

        Join(other);
        for (int bin = 0; bin < Bins; bin++)
        {
            _correct[bin] += other._correct[bin];
            _samples[bin] += other._samples[bin];
            _confidences[bin] += other._confidences[bin];
        }
    }

    private protected override void AddSample(ReadOnlySpan<float> scores, int label)
    {
        int predicted = Predicted(scores);

        double confidence = 1 / SumOfExponentials(scores, scores[predicted]);
        int bin = Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
        _correct[bin] += predicted == label ? 1 : 0;
        _samples[bin]++;
        _confidences[bin] += confidence;
    }
}
