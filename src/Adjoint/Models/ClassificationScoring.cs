using Adjoint.Data;
using Adjoint.Execution;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Metrics;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>Measures classification models on labelled pictures.</summary>
public static class ClassificationScoring
{
    private const int BatchSize = 128;

    /// <summary>The k of top-k accuracy, where there are as many classes.</summary>
    private const int MostTop = 5;

    /// <summary>Scores a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">What its numbers mean.</param>
    /// <param name="pictures">Labelled pictures of the model's input shape; at least one.</param>
    /// <param name="threads">Threads; all cores if left out. The result does not depend on it.</param>
    /// <param name="progress">Told the finished part, from 0 to 1; or nothing.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="ArgumentException">There are no pictures, or they have other classes than the task.</exception>
    /// <exception cref="Graph.ShapeException">The pictures do not fit the model.</exception>
    /// <exception cref="InvalidDataException">The model gives what is not a number.</exception>
    public static ClassificationScore Score(
        Model model,
        ClassificationTask task,
        LabelledPictures pictures,
        int? threads = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(pictures);
        int classes = task.Classes.Count;
        if (pictures.Count == 0 || pictures.Classes.Count != classes)
        {
            throw new ArgumentException($"To score a model of {classes} classes, pictures of as many are needed; these are {pictures.Count} pictures of {pictures.Classes.Count} classes.", nameof(pictures));
        }

        int top = Math.Min(MostTop, classes);
        Accuracy accuracy = new(classes), topAccuracy = new(classes, top);
        NegativeLogLikelihood likelihood = new(classes);
        OneHotCrossEntropy crossEntropy = new(classes);
        BrierScore brier = new(classes);
        ExpectedCalibrationError calibration = new(classes);
        ConfusionMatrix confusion = new(classes);
        ClassificationMetric[] metrics = [accuracy, topAccuracy, likelihood, crossEntropy, brier, calibration, confusion];
        int first = 0;
        foreach (Tensor<float> output in Scores(model, task, pictures, threads, cancellation))
        {
            if (HasNoNumber(output.Span))
            {
                throw new InvalidDataException($"The model gives what is no finite number for one of the pictures {first} to {first + output.Shape[0] - 1}: it is spoilt; train it again or use an earlier file.");
            }

            int[] labels = [.. Enumerable.Range(first, output.Shape[0]).Select(pictures.Label)];
            foreach (ClassificationMetric metric in metrics)
            {
                metric.Add(output, labels);
            }

            first += output.Shape[0];
            progress?.Report((double)first / pictures.Count);
        }

        return new ClassificationScore
        {
            Samples = pictures.Count,
            Accuracy = accuracy.Value,
            Top = top,
            TopAccuracy = topAccuracy.Value,
            NegativeLogLikelihood = likelihood.Value,
            StandardError = likelihood.StandardError,
            CrossEntropy = crossEntropy.Value,
            BrierScore = brier.Value,
            ExpectedCalibrationError = calibration.Value,
            Reliability = calibration.Reliability,
            Confusion = confusion,
        };
    }

    /// <summary>What a model says of pictures, batch by batch in their order: logarithms of probabilities, up to a constant for each picture.</summary>
    internal static IEnumerable<Tensor<float>> Scores(Model model, ClassificationTask task, LabelledPictures pictures, int? threads, CancellationToken cancellation)
    {
        using WorkerPool? own = threads is int count ? new WorkerPool(count) : null;
        for (int first = 0; first < pictures.Count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor<float> batch = pictures.ToTensor(first, Math.Min(BatchSize, pictures.Count - first));
            PlanSession<float> session = model.OpenSession(batch.Shape);
            session.Bind(0, batch.Memory);
            session.Run(own ?? WorkerPool.Shared);
            Tensor<float> output = session.CopyOutput(0);
            task.ToScores(output.Span);
            yield return output;
        }
    }

    private static bool HasNoNumber(ReadOnlySpan<float> scores)
    {
        foreach (float score in scores)
        {
            // A probability of zero has the logarithm −∞, which is a score.
            if (float.IsNaN(score) || score == float.PositiveInfinity)
            {
                return true;
            }
        }

        return false;
    }
}
