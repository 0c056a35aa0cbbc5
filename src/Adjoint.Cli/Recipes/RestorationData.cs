using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Training;

namespace Adjoint.Cli.Recipes;

/// <summary>Noisy crops of pictures, and how a network that restores them compares with doing without.</summary>
internal sealed class RestorationData : IRecipeData
{
    /// <summary>Crops of each validation picture.</summary>
    private const int ValidationCrops = 4;

    /// <summary>The linear filter sees as far as the network, and is fitted to so many crops.</summary>
    private const int FilterSize = 5, FilterCrops = 384;

    /// <summary>Pictures on which dead channels are looked for.</summary>
    private const int ActivityPictures = 4;

    private readonly PictureSets _pictures;
    private readonly RestorationTask _task;
    private readonly int? _threads;

    public RestorationData(PictureSets pictures, RestorationTask task, CropSettings crops, int? threads)
    {
        (_pictures, _task, _threads) = (pictures, task, threads);
        Samples = new NoisyToGrey(Bare(pictures.Train), crops.Patch, crops.Margin, task.Seed, task.Sigma, crops.Count(pictures.Train.Count));

        // Another purpose, another seed: the same noise must not come back.
        Validation = new NoisyToGrey(
            Bare(pictures.Validation), crops.Patch, crops.Margin, ~task.Seed, task.Sigma, ValidationCrops * pictures.Validation.Count, augment: false);
    }

    /// <inheritdoc/>
    public SampleSource Samples { get; }

    /// <inheritdoc/>
    public SampleSource Validation { get; }

    /// <inheritdoc/>
    public void Describe(Model model)
    {
        _task.WriteTo(model);
        model.Metadata["training.data"] = _pictures.Description;
    }

    /// <inheritdoc/>
    public ITrainingReport Evaluate(Model model, CancellationToken cancellation)
    {
        using WorkerPool? workers = _threads is int threads ? new WorkerPool(threads) : null;
        LinearFilterFit filter = WorkProgress.Run(
            $"fitting the best linear filter of {FilterSize}×{FilterSize}", _ => LinearFilter.Fit(Samples, FilterSize, FilterCrops, workers, cancellation));
        Describe(filter.Model);
        bool hasTest = _pictures.Test.Count > 0;
        IReadOnlyList<LoadedPicture> shown = hasTest ? _pictures.Test : _pictures.Validation;
        return new RestorationReport
        {
            Task = _task,
            Filter = filter,
            Train = Score("training", _pictures.Train, [model]),
            Validation = Score("validation", _pictures.Validation, [model, filter.Model]),
            Test = hasTest ? Score("test", _pictures.Test, [model, filter.Model]) : null,
            Activity = LiveChannels.Count(model, shown.Take(ActivityPictures).Select(each => _task.Corrupt(model, each.Picture, each.Name))),
            Pictures = [("before-after.png", RestorationSheet.Draw(model, filter.Model, _task, shown))],
        };

        RestorationScore Score(string what, IReadOnlyList<LoadedPicture> pictures, IReadOnlyList<Model> models) => WorkProgress.Run(
            $"scoring {pictures.Count} {what} pictures",
            progress => RestorationScoring.Score(
                models, _task, [.. pictures.Select(each => new NamedPicture(each.Name, () => each.Picture))], _threads, progress, cancellation));
    }

    private static Picture[] Bare(IReadOnlyList<LoadedPicture> pictures) => [.. pictures.Select(each => each.Picture)];
}
