using Adjoint.Data;
using Adjoint.Layers;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>
/// Temperature scaling (Guo, Pleiss, Sun and Weinberger 2017, "On calibration of modern neural networks", section 4.2): one number T for all classes and pictures, fitted on pictures that the model was not trained on,
/// by which logits are divided, so that probabilities become as sure as they should be. Which class is the most probable does not change.
/// </summary>
/// <remarks>
/// With β = 1/T the negative log likelihood is the mean of <c>log Σₘ exp(βzₘ) − βz_y</c>: a log-sum-exp of what is linear in β, and so convex. Its derivative is the mean of <c>E[z] − z_y</c> and grows with β, its second
/// derivative is the mean variance of z, both under softmax(βz); so the minimum is found by Newton's method within a bracket that bisection keeps.
/// </remarks>
public static class TemperatureScaling
{
    /// <summary>The least and the greatest temperature: beyond these the pictures only say "very sure" or "no idea".</summary>
    public const double Least = 1e-6, Greatest = 1e6;

    private const int Steps = 200;
    private const double Tolerance = 1e-12;

    /// <summary>Finds the temperature of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">What its numbers mean; its own temperature does not count.</param>
    /// <param name="pictures">Labelled pictures that the model was not trained on; at least one.</param>
    /// <param name="threads">Threads; all cores if left out. The result does not depend on it.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>T, from <see cref="Least"/> to <see cref="Greatest"/>.</returns>
    /// <exception cref="ArgumentException">There are no pictures, or they have other classes than the task.</exception>
    /// <exception cref="InvalidDataException">The model gives what is no number.</exception>
    public static double Fit(Model model, ClassificationTask task, LabelledPictures pictures, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(pictures);
        int classes = task.Classes.Count;
        if (pictures.Count == 0 || pictures.Classes.Count != classes)
        {
            throw new ArgumentException($"The temperature of a model of {classes} classes is fitted on pictures of as many; these are {pictures.Count} pictures of {pictures.Classes.Count} classes.", nameof(pictures));
        }

        ClassificationTask plain = task with { Temperature = 1 };
        float[] scores = new float[pictures.Count * classes];
        int[] labels = [.. Enumerable.Range(0, pictures.Count).Select(pictures.Label)];
        int filled = 0;
        foreach (Tensor<float> output in ClassificationScoring.Scores(model, plain, pictures, threads, cancellation))
        {
            output.Span.CopyTo(scores.AsSpan(filled));
            filled += output.Span.Length;
        }

        return Fit(scores, labels, classes);
    }

    /// <summary>Finds the temperature of given scores.</summary>
    /// <param name="scores">Samples × classes logits, or logarithms of probabilities, of which −∞ is one.</param>
    /// <param name="labels">The right class of each sample, from 0; at least one sample.</param>
    /// <param name="classes">The number of classes, at least 1.</param>
    /// <returns>T, from <see cref="Least"/> to <see cref="Greatest"/>; 1 where every temperature is as good.</returns>
    /// <exception cref="ArgumentException">The lengths do not fit, there is no sample, or a label is none of the classes.</exception>
    /// <exception cref="InvalidDataException">A score is not a number or +∞.</exception>
    public static double Fit(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classes)
    {
        if (labels.IsEmpty || classes < 1 || scores.Length != (long)labels.Length * classes)
        {
            throw new ArgumentException($"{labels.Length} labels of {classes} classes, at least one of each, go with as many scores as their product, not {scores.Length}.", nameof(scores));
        }

        foreach (int label in labels)
        {
            if (label < 0 || label >= classes)
            {
                throw new ArgumentException($"There are the classes 0 to {classes - 1}, not {label}.", nameof(labels));
            }
        }

        foreach (float score in scores)
        {
            if (float.IsNaN(score) || score == float.PositiveInfinity)
            {
                throw new InvalidDataException("The model gives what is no finite number: it is spoilt; train it again or use an earlier file.");
            }
        }

        double low = 1 / Greatest, high = 1 / Least, inverse = 1;
        if (Derivatives(scores, labels, classes, high).First <= 0)
        {
            // Still falling where it is most sure; or flat, as where all scores of each sample are equal.
            return Derivatives(scores, labels, classes, low).First < 0 ? Least : 1;
        }

        if (Derivatives(scores, labels, classes, low).First >= 0)
        {
            return Greatest;
        }

        for (int step = 0; step < Steps && high - low > Tolerance * high; step++)
        {
            (double first, double second) = Derivatives(scores, labels, classes, inverse);
            (low, high) = first > 0 ? (low, inverse) : (inverse, high);
            double newton = inverse - (first / second);
            double next = newton > low && newton < high ? newton : Math.Sqrt(low * high);
            if (Math.Abs(next - inverse) <= Tolerance * inverse)
            {
                return 1 / next;
            }

            inverse = next;
        }

        return 1 / inverse;
    }

    /// <summary>First and second derivative of the mean negative log likelihood in β.</summary>
    private static (double First, double Second) Derivatives(ReadOnlySpan<float> scores, ReadOnlySpan<int> labels, int classes, double inverse)
    {
        double first = 0, second = 0;
        for (int sample = 0; sample < labels.Length; sample++)
        {
            ReadOnlySpan<float> row = scores.Slice(sample * classes, classes);
            double greatest = float.NegativeInfinity;
            foreach (float score in row)
            {
                greatest = Math.Max(greatest, score);
            }

            // Below the greatest score, so that nothing overflows; a class of probability 0 keeps it at every temperature.
            double sum = 0, mean = 0, square = 0;
            foreach (float score in row)
            {
                double below = score - greatest;
                double weight = double.IsNegativeInfinity(below) ? 0 : Math.Exp(inverse * below);
                if (weight > 0)
                {
                    (sum, mean, square) = (sum + weight, mean + (weight * below), square + (weight * below * below));
                }
            }

            (mean, square) = (mean / sum, square / sum);
            double label = row[labels[sample]] - greatest;
            if (double.IsFinite(label))
            {
                first += mean - label;
                second += square - (mean * mean);
            }
        }

        return (first / labels.Length, second / labels.Length);
    }
}
