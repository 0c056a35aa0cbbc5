namespace Adjoint.Metrics;

/// <summary>
/// The Brier score (Brier 1950) in its form for several classes: the mean over samples of <c>Σₘ (p̂ₘ − xₘ)²</c>, where p̂ is the softmax of the scores and x is one for the right class and zero for the others.
/// From 0, always right and certain, to 2, always wrong and certain; 1 − 1/M where all of M classes are held equally likely. A proper scoring rule, as the likelihood is, but bounded.
/// </summary>
/// <param name="classes">The number of classes, at least 1.</param>
public sealed class BrierScore(int classes) : ClassificationMetric(classes)
{
    private double _sum;

    /// <inheritdoc/>
    public override double Value => _sum / Samples;

    /// <summary>Adds what another one has measured, behind the own samples.</summary>
    /// <param name="other">Of as many classes.</param>
    /// <exception cref="ArgumentException">The classes differ.</exception>
    public void Merge(BrierScore other)
    {
        Join(other);
        _sum += other._sum;
    }

    private protected override void AddSample(ReadOnlySpan<float> scores, int label)
    {
        double greatest = scores[Predicted(scores)], sum = SumOfExponentials(scores, greatest);
        for (int i = 0; i < scores.Length; i++)
        {
            double probability = (scores[i] == greatest ? 1 : Math.Exp(scores[i] - greatest)) / sum;
            double distance = probability - (i == label ? 1 : 0);
            _sum += distance * distance;
        }
    }
}
