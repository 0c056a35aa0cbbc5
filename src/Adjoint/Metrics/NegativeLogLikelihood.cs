namespace Adjoint.Metrics;

/// <summary>
/// The mean over samples of −log p of the right class, in nats, where p is the softmax of the scores; computed as log Σ exp(zⱼ) − z of the right class. Logarithms of probabilities are
/// scores too. Infinite where a right class has probability 0.
/// </summary>
/// <param name="classes">The number of classes, at least 1.</param>
public sealed class NegativeLogLikelihood(int classes) : ClassificationMetric(classes)
{
    private double _sum;

    /// <inheritdoc/>
    public override double Value => _sum / Samples;

    /// <summary>Adds what another one has measured, behind the own samples.</summary>
    /// <param name="other">Of as many classes.</param>
    /// <exception cref="ArgumentException">The classes differ.</exception>
    public void Merge(NegativeLogLikelihood other)
    {
        Join(other);
        _sum += other._sum;
    }

    private protected override void AddSample(ReadOnlySpan<float> scores, int label)
    {
        double greatest = scores[Predicted(scores)];
        double behind = scores[label] == greatest ? 0 : greatest - scores[label];
        _sum += behind + Math.Log(SumOfExponentials(scores, greatest));
    }
}
