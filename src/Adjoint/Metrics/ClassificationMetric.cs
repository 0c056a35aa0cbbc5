using Adjoint.Tensors;

namespace Adjoint.Metrics;

/// <summary>
/// What is measured of a classifier, batch by batch: scores of each class come in with the class that is right. Sums are in float64 or whole numbers and in the order of the samples.
/// </summary>
public abstract class ClassificationMetric
{
    private protected ClassificationMetric(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        Classes = classes;
    }

    /// <summary>The number of classes, at least 1.</summary>
    public int Classes { get; }

    /// <summary>Samples seen.</summary>
    public long Samples { get; private protected set; }

    /// <summary>The measure over all samples seen; NaN where there were none.</summary>
    public abstract double Value { get; }

    /// <summary>Takes in a batch; one that is refused leaves nothing behind.</summary>
    /// <param name="scores">Samples × classes numbers; the greatest of a row is the predicted class, the first of several.</param>
    /// <param name="labels">The right class of each sample, from 0.</param>
    /// <exception cref="ArgumentException">The lengths do not fit, a label is none of the classes, or a score is not a number. The message names the sample.</exception>
    public void Add(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels)
    {
        if (scores.Length != (long)labels.Length * Classes)
        {
            throw new ArgumentException($"{labels.Length} labels of {Classes} classes go with {(long)labels.Length * Classes} scores, not {scores.Length}.", nameof(scores));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            CheckLabel(labels[i], i, nameof(labels));
            foreach (float score in scores.Slice(i * Classes, Classes))
            {
                if (float.IsNaN(score))
                {
                    throw new ArgumentException($"Sample {i} of the batch has a score that is not a number.", nameof(scores));
                }
            }
        }

        for (int i = 0; i < labels.Length; i++)
        {
            AddSample(scores.Slice(i * Classes, Classes), labels[i]);
        }

        Samples += labels.Length;
    }

    /// <summary>Takes in a batch; one that is refused leaves nothing behind.</summary>
    /// <param name="scores">Samples × classes.</param>
    /// <param name="labels">The right class of each sample, from 0.</param>
    /// <exception cref="ArgumentException">The shape does not fit, a label is none of the classes, or a score is not a number.</exception>
    public void Add(Tensor<float> scores, ReadOnlySpan<int> labels)
    {
        ArgumentNullException.ThrowIfNull(scores);
        Shape shape = scores.Shape;
        if (shape.Rank != 2 || shape[0] != labels.Length || shape[1] != Classes)
        {
            throw new ArgumentException($"Scores of {labels.Length} samples in {Classes} classes have the shape {labels.Length}×{Classes}, not {shape}.", nameof(scores));
        }

        Add(scores.Span, labels);
    }

    private protected abstract void AddSample(ReadOnlySpan<float> scores, int label);

    private protected void CheckLabel(int label, int sample, string parameter)
    {
        if (label < 0 || label >= Classes)
        {
            throw new ArgumentException($"Sample {sample} of the batch is of class {label}; there are the classes 0 to {Classes - 1}.", parameter);
        }
    }

    /// <summary>Counts another one's samples, behind the own ones; for one that measured another part of the data in the same way.</summary>
    private protected void Join(ClassificationMetric other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Classes != Classes)
        {
            throw new ArgumentException($"Measures of {Classes} and {other.Classes} classes cannot be merged.", nameof(other));
        }

        Samples += other.Samples;
    }

    /// <summary>The index of the greatest score, the first of several.</summary>
    private protected static int Predicted(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            if (scores[i] > scores[best])
            {
                best = i;
            }
        }

        return best;
    }

    /// <summary>Σ exp(z − greatest), from 1 to the number of classes; the softmax of the greatest score is one by it.</summary>
    /// <param name="scores">The scores z.</param>
    /// <param name="greatest">The greatest of them.</param>
    private protected static double SumOfExponentials(ReadOnlySpan<float> scores, double greatest)
    {
        double sum = 0;
        foreach (float score in scores)
        {
            // Equal infinities have no difference, and are equally likely.
            sum += score == greatest ? 1 : Math.Exp(score - greatest);
        }

        return sum;
    }
}
