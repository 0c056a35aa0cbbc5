namespace Adjoint.Metrics;

/// <summary>
/// The cross-entropy of labels and what a model says: the mean over samples of <c>H(x, p̂) = −Σₘ xₘ log p̂ₘ</c>, in nats, with x one-hot, p̂ the softmax of the scores, and 0·log 0 = 0. It equals the negative log
/// likelihood of a sample. It is computed as its definition says, from every class's log-probability, and not from the right class's alone, so that a report can show the two to be equal.
/// </summary>
/// <param name="classes">The number of classes, at least 1.</param>
public sealed class OneHotCrossEntropy(int classes) : ClassificationMetric(classes)
{
    private readonly double[] _logProbabilities = new double[classes], _target = new double[classes];
    private double _sum;

    /// <inheritdoc/>
    public override double Value => _sum / Samples;

    /// <summary>Adds what another one has measured, behind the own samples.</summary>
    /// <param name="other">Of as many classes.</param>
    /// <exception cref="ArgumentException">The classes differ.</exception>
    public void Merge(OneHotCrossEntropy other)
    {
        Join(other);
        _sum += other._sum;
    }

    private protected override void AddSample(ReadOnlySpan<float> scores, int label)
    {
        double greatest = scores[Predicted(scores)], normalizer = Math.Log(SumOfExponentials(scores, greatest));
        for (int m = 0; m < Classes; m++)
        {
            _logProbabilities[m] = (scores[m] == greatest ? 0 : scores[m] - greatest) - normalizer;
            _target[m] = m == label ? 1 : 0;
        }

        double entropy = 0;
        for (int m = 0; m < Classes; m++)
        {
            entropy -= _target[m] > 0 ? _target[m] * _logProbabilities[m] : 0;
        }

        _sum += entropy;
    }
}
