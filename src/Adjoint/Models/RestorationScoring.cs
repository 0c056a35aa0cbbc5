using System.Runtime.ExceptionServices;
using Adjoint.Data;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Metrics;
using Adjoint.Tensors;

namespace Adjoint.Models;

/// <summary>
/// Scores restoration models: adds a task's noise to pictures, runs the models on all of each picture (<see cref="PictureInference"/>), and compares
/// with the clean pictures. Values are clipped to 0…1 before they are compared, as a picture file would hold them; the baseline's too.
/// </summary>
public static class RestorationScoring
{
    /// <summary>Scores one model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="task">The corruption.</param>
    /// <param name="pictures">The clean pictures; at least one, none smaller than <see cref="StructuralSimilarity.Window"/>.</param>
    /// <param name="threads">Pictures worked on at the same time; one for each core if left out. The result does not depend on it.</param>
    /// <param name="progress">Told the finished part, from 0 to 1, from several threads; or nothing.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="ArgumentException">There is no picture, or one is too small; the message names it.</exception>
    public static RestorationScore Score(
        Model model,
        RestorationTask task,
        IReadOnlyList<NamedPicture> pictures,
        int? threads = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default) => Score([model], task, pictures, threads, progress, cancellation);

    /// <summary>Scores models of the same channels on the same noisy pictures.</summary>
    /// <param name="models">The models; at least one.</param>
    /// <param name="task">The corruption.</param>
    /// <param name="pictures">The clean pictures; at least one, none smaller than <see cref="StructuralSimilarity.Window"/>.</param>
    /// <param name="threads">Pictures worked on at the same time; one for each core if left out. The result does not depend on it.</param>
    /// <param name="progress">Told the finished part, from 0 to 1, from several threads; or nothing.</param>
    /// <param name="cancellation">Stops between pictures.</param>
    /// <exception cref="ArgumentException">There is no model or no picture, or a picture is too small; the message names it.</exception>
    public static RestorationScore Score(
        IReadOnlyList<Model> models,
        RestorationTask task,
        IReadOnlyList<NamedPicture> pictures,
        int? threads = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(models);
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(pictures);
        if (models.Count == 0 || pictures.Count == 0)
        {
            throw new ArgumentException("Scoring needs at least one model and one picture.", nameof(pictures));
        }

        PictureQuality[] qualities = new PictureQuality[pictures.Count * (models.Count + 1)];
        PictureLoop loop = new(models, task, pictures, qualities, progress, cancellation);
        using WorkerPool? own = threads is int count ? new WorkerPool(count) : null;
        (own ?? WorkerPool.Shared).For(pictures.Count, ref loop);
        cancellation.ThrowIfCancellationRequested();
        if (loop.Failure is Exception failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }

        return new RestorationScore(
            pictures.Count, Mean(qualities, 0, models.Count + 1), [.. Enumerable.Range(1, models.Count).Select(i => Mean(qualities, i, models.Count + 1))]);
    }

    /// <summary>Compares a picture with what it should be, both clipped to 0…1.</summary>
    /// <param name="actual">Height × width × channels; clipped in place.</param>
    /// <param name="expected">What it should be, of the same shape, from 0 to 1.</param>
    /// <exception cref="ArgumentException">The shapes differ, or the picture is smaller than <see cref="StructuralSimilarity.Window"/>.</exception>
    public static PictureQuality Compare(Tensor<float> actual, Tensor<float> expected)
    {
        ArgumentNullException.ThrowIfNull(actual);
        foreach (ref float value in actual.Span)
        {
            value = Math.Clamp(value, 0, 1);
        }

        return new PictureQuality(PeakSignalToNoiseRatio.Compute(actual, expected), StructuralSimilarity.Compute(actual, expected));
    }

    private static PictureQuality Mean(PictureQuality[] qualities, int first, int stride)
    {
        // Added in the order of the pictures, whichever thread did them.
        double ratio = 0, similarity = 0;
        int count = 0;
        for (int i = first; i < qualities.Length; i += stride, count++)
        {
            ratio += qualities[i].PeakSignalToNoiseRatio;
            similarity += qualities[i].StructuralSimilarity;
        }

        return new PictureQuality(ratio / count, similarity / count);
    }

    private readonly struct PictureLoop(
        IReadOnlyList<Model> models,
        RestorationTask task,
        IReadOnlyList<NamedPicture> pictures,
        PictureQuality[] qualities,
        IProgress<double>? progress,
        CancellationToken cancellation) : IParallelBody
    {
        private readonly int[] _finished = new int[1];
        private readonly Exception?[] _failures = new Exception?[pictures.Count];

        /// <summary>The failure of the first picture that failed; the same one on any number of threads, since those before it were all tried.</summary>
        public Exception? Failure => _failures.FirstOrDefault(failure => failure is not null);

        public void Run(int part)
        {
            if (cancellation.IsCancellationRequested || _failures.Take(part).Any(failure => failure is not null))
            {
                return;
            }

            try
            {
                Score(part);
                progress?.Report((double)Interlocked.Increment(ref _finished[0]) / pictures.Count);
            }
#pragma warning disable CA1031 // Thrown again when all threads are done.
            catch (Exception failure)
#pragma warning restore CA1031
            {
                _failures[part] = failure;
            }
        }

        private void Score(int part)
        {
            NamedPicture named = pictures[part];
            Picture clean = named.Read();
            if (clean.Height < StructuralSimilarity.Window || clean.Width < StructuralSimilarity.Window)
            {
                throw new ArgumentException(
                    $"{named.Name}: a picture of {clean.Height}×{clean.Width} is too small to score; SSIM needs {StructuralSimilarity.Window}×{StructuralSimilarity.Window}.");
            }

            Tensor<float> noisy = task.Corrupt(models[0], clean, named.Name), target = RestorationTask.Target(models[0], clean);
            Span<PictureQuality> row = qualities.AsSpan(part * (models.Count + 1), models.Count + 1);
            row[0] = Compare(RestorationTask.Baseline(models[0], noisy), target);
            for (int i = 0; i < models.Count; i++)
            {
                Tensor<float> restored = PictureInference.Run(models[i], noisy, WorkerPool.Serial, cancellation);
                if (restored.Shape != target.Shape)
                {
                    throw new ShapeException($"{named.Name}: the model gives {restored.Shape} where {target.Shape} is wanted; it is no restoration model.");
                }

                row[i + 1] = Compare(restored, target);
            }
        }
    }
}
