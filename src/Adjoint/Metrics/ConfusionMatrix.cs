namespace Adjoint.Metrics;

/// <summary>
/// How often each class was taken for each other one, and what follows from it. Where a measure would be 0/0 it is NaN; means over classes leave such classes out.
/// </summary>
public sealed class ConfusionMatrix : ClassificationMetric
{
    private const int MostClasses = 10_000;
    private readonly long[] _counts;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="classes">The number of classes, from 1 to 10,000.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="classes"/> is out of its range.</exception>
    public ConfusionMatrix(int classes)
        : base(classes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, MostClasses);
        _counts = new long[classes * classes];
    }

    /// <summary>Samples of a class that were taken for a class.</summary>
    /// <param name="label">The right class.</param>
    /// <param name="predicted">The predicted class.</param>
    public long this[int label, int predicted] => _counts[(CheckClass(label) * Classes) + CheckClass(predicted)];

    /// <summary>Accuracy: the part of samples on the diagonal. With one label a sample, this is micro precision, recall and F1 as well.</summary>
    public override double Value => (double)Sum(i => this[i, i]) / Samples;

    /// <summary>The mean of the classes' precisions, over those that were ever predicted; NaN if none was.</summary>
    public double MacroPrecision => Mean(Precision);

    /// <summary>The mean of the classes' recalls, over those that occur; NaN if none does. Also known as balanced accuracy.</summary>
    public double MacroRecall => Mean(Recall);

    /// <summary>The mean of the classes' F1, over those that occur or were predicted; NaN if none is.</summary>
    public double MacroF1 => Mean(F1);

    /// <summary>Precision of all decisions "is of this class" together: Σ TP/(Σ TP + Σ FP).</summary>
    public double MicroPrecision => Ratio(Sum(i => this[i, i]), Sum(PredictedAs));

    /// <summary>Recall of all decisions "is of this class" together: Σ TP/(Σ TP + Σ FN).</summary>
    public double MicroRecall => Ratio(Sum(i => this[i, i]), Sum(Occurrences));

    /// <summary>F1 of all decisions "is of this class" together: 2Σ TP/(2Σ TP + Σ FP + Σ FN).</summary>
    public double MicroF1 => Ratio(2 * Sum(i => this[i, i]), Sum(PredictedAs) + Sum(Occurrences));

    /// <summary>TP/(TP + FP): how much of what was taken for a class is of it; NaN if nothing was.</summary>
    /// <param name="index">The class.</param>
    public double Precision(int index) => Ratio(this[index, index], PredictedAs(index));

    /// <summary>TP/(TP + FN): how much of a class was found; NaN if it does not occur.</summary>
    /// <param name="index">The class.</param>
    public double Recall(int index) => Ratio(this[index, index], Occurrences(index));

    /// <summary>2TP/(2TP + FP + FN), the harmonic mean of precision and recall; NaN if the class neither occurs nor was predicted.</summary>
    /// <param name="index">The class.</param>
    public double F1(int index) => Ratio(2 * this[index, index], PredictedAs(index) + Occurrences(index));

    /// <summary>Samples of a class.</summary>
    /// <param name="index">The class.</param>
    public long Occurrences(int index)
    {
        CheckClass(index);
        return Sum(other => this[index, other]);
    }

    /// <summary>Samples that were taken for a class.</summary>
    /// <param name="index">The class.</param>
    public long PredictedAs(int index)
    {
        CheckClass(index);
        return Sum(other => this[other, index]);
    }

    /// <summary>Takes in predictions; a batch that is refused leaves nothing behind.</summary>
    /// <param name="predicted">The predicted classes, from 0.</param>
    /// <param name="labels">The right classes.</param>
    /// <exception cref="ArgumentException">The lengths differ, or there is no such class.</exception>
    public void Add(ReadOnlySpan<int> predicted, ReadOnlySpan<int> labels)
    {
        if (predicted.Length != labels.Length)
        {
            throw new ArgumentException($"{predicted.Length} predictions do not go with {labels.Length} labels.", nameof(predicted));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            CheckLabel(predicted[i], i, nameof(predicted));
            CheckLabel(labels[i], i, nameof(labels));
        }

        for (int i = 0; i < labels.Length; i++)
        {
            _counts[(labels[i] * Classes) + predicted[i]]++;
        }

        Samples += labels.Length;
    }

    /// <summary>Adds what another one has counted.</summary>
    /// <param name="other">Of as many classes.</param>
    /// <exception cref="ArgumentException">The classes differ.</exception>
    public void Merge(ConfusionMatrix other)
    {
        Join(other);
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    private protected override void AddSample(ReadOnlySpan<float> scores, int label) => _counts[(label * Classes) + Predicted(scores)]++;

    private static double Ratio(long part, long whole) => (double)part / whole;

    private int CheckClass(int index) => index >= 0 && index < Classes
        ? index
        : throw new ArgumentOutOfRangeException(nameof(index), index, $"There are the classes 0 to {Classes - 1}.");

    private long Sum(Func<int, long> count)
    {
        long sum = 0;
        for (int i = 0; i < Classes; i++)
        {
            sum += count(i);
        }

        return sum;
    }

    private double Mean(Func<int, double> measure)
    {
        double sum = 0;
        int defined = 0;
        for (int i = 0; i < Classes; i++)
        {
            double value = measure(i);
            if (!double.IsNaN(value))
            {
                sum += value;
                defined++;
            }
        }

        return sum / defined;
    }
}
