namespace Adjoint.Metrics;

/// <summary>
/// The part of samples whose right class has one of the k greatest scores: plain accuracy for k = 1, else top-k accuracy. Of equal scores the first class comes before the others, so that
/// a model which cannot tell the classes apart gains nothing.
/// </summary>
public sealed class Accuracy : ClassificationMetric
{
    /// <summary>Makes the measure.</summary>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <param name="top">k, from 1 to the number of classes.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Accuracy(int classes, int top = 1)
        : base(classes)
    {
        if (top < 1 || top > classes)
        {
            throw new ArgumentOutOfRangeException(nameof(top), top, $"Of {classes} classes the top 1 to {classes} can be looked at.");
        }

        Top = top;
    }

    /// <summary>k.</summary>
    public int Top { get; }

    /// <summary>Samples whose class was among the k.</summary>
    public long Correct { get; private set; }

    /// <inheritdoc/>
    public override double Value => (double)Correct / Samples;

    /// <summary>Adds what another one has measured.</summary>
    /// <param name="other">Of as many classes and the same k.</param>
    /// <exception cref="ArgumentException">Classes or k differ.</exception>
    public void Merge(Accuracy other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Top != Top)
        {
            throw new ArgumentException($"Accuracies of the top {Top} and the top {other.Top} cannot be merged.", nameof(other));
        }

        Join(other);
        Correct += other.Correct;
    }

    private protected override void AddSample(ReadOnlySpan<float> scores, int label)
    {
        int before = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            if (scores[i] > scores[label] || (i < label && scores[i] == scores[label]))
            {
                before++;
            }
        }

        if (before < Top)
        {
            Correct++;
        }
    }
}
