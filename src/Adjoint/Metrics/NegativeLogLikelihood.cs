namespace Adjoint.Metrics;

/// <summary>
/// The mean over samples of −log p of the right class, in nats, where p is the softmax of the scores; computed as log Σ exp(zⱼ) − z of the right class. Logarithms of probabilities are
/// scores too. Infinite where a right class has probability 0.
/// </summary>
/// <param name="classes">The number of classes, at least 1.</param>
public sealed class NegativeLogLikelihood(int classes) : ClassificationMetric(classes)
{
    private double _sum, _squares;

    /// <inheritdoc/>
    public override double Value => _sum / Samples;

    /// <summary>
    /// The standard error of <see cref="Value"/>: the standard deviation of a sample's loss over √n, which is how much chance in the choice of the samples makes of it. NaN below two samples or where the value is infinite.
    /// </summary>
    public double StandardError => Samples < 2 || !double.IsFinite(Value)
        ? double.NaN
        : Math.Sqrt(Math.Max(0, (_squares / Samples) - (Value * Value)) / (Samples - 1));

    /// <summary>Adds what another one has measured, behind the own samples.</summary>
    /// <param name="other">Of as many classes.</param>
    /// <exception cref="ArgumentException">The classes differ.</exception>
    public void Merge(NegativeLogLikelihood other)
    {
        Join(other);
        _sum += other._sum;
        _squares += other._squares;
    }

    private protected override void AddSample(ReadOnlySpan<float> scores, int label)
    {
        double greatest = scores[Predicted(scores)];
        double behind = scores[label] == greatest ? 0 : greatest - scores[label];
        double loss = behind + Math.Log(SumOfExponentials(scores, greatest));
        _sum += loss;
        _squares += loss * loss;
    }
}
