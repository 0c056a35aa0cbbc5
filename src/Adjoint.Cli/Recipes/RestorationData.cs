using System.Globalization;
using Adjoint.Cli.Output;
using Adjoint.Configuration;
using Adjoint.Data;
using Adjoint.Data.Corruptions;
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

    /// <summary>The linear filter is fitted to so many crops.</summary>
    private const int FilterCrops = 384;

    /// <summary>Pictures on which dead channels are looked for.</summary>
    private const int ActivityPictures = 4;

    private readonly PictureSets _pictures;
    private readonly RestorationTask _task;
    private readonly int _filterSize;
    private readonly int? _threads;

    public RestorationData(Model model, PictureSets pictures, RestorationTask task, CropSettings crops, int filterSize, int? threads)
    {
        (_pictures, _task, _filterSize, _threads) = (pictures, task, filterSize, threads);
        RestorationColours colours = ColoursOf(model);
        GaussianCorruption noise = new(task.Sigma);
        Samples = new RestorationSamples(Bare(pictures.Train), noise, colours, crops.Patch, crops.Margin, task.Seed, crops.Count(pictures.Train.Count));

        // Another purpose, another seed: the same noise must not come back.
        Validation = new RestorationSamples(
            Bare(pictures.Validation), noise, colours, crops.Patch, crops.Margin, ~task.Seed, ValidationCrops * pictures.Validation.Count, augment: false);
    }

    /// <inheritdoc/>
    public SampleSource Samples { get; }

    /// <inheritdoc/>
    public SampleSource? Validation { get; }

    /// <inheritdoc/>
    public string Counts => string.Create(CultureInfo.InvariantCulture, $"{Samples.Count} crops an epoch, {Validation!.Count} for validation");

    /// <inheritdoc/>
    public void Describe(Model model)
    {
        _task.WriteTo(model);
        model.Metadata["training.data"] = _pictures.Description;
    }

    /// <inheritdoc/>
    public ITrainingReport Evaluate(Model model, TrainingSettings settings, TrainingHistory history, CancellationToken cancellation)
    {
        using WorkerPool? workers = _threads is int threads ? new WorkerPool(threads) : null;
        LinearFilterFit? filter = _filterSize == 0 ? null : WorkProgress.Run(
            $"fitting the best linear filter of {_filterSize}×{_filterSize}", _ => LinearFilter.Fit(Samples, _filterSize, FilterCrops, workers, cancellation));
        if (filter is not null)
        {
            Describe(filter.Model);
        }

        Model[] models = filter is null ? [model] : [model, filter.Model];
        bool hasTest = _pictures.Test.Count > 0;
        IReadOnlyList<LoadedPicture> shown = hasTest ? _pictures.Test : _pictures.Validation;
        return new RestorationReport
        {
            Task = _task,
            BaselineName = QualityTable.BaselineName(model),
            Filter = filter,
            Train = Score("training", _pictures.Train, [model]),
            Validation = Score("validation", _pictures.Validation, models),
            Test = hasTest ? Score("test", _pictures.Test, models) : null,
            Activity = LiveChannels.Count(model, shown.Take(ActivityPictures).Select(each => _task.Corrupt(model, each.Picture, each.Name)), workers),
            Pictures = [("before-after.png", RestorationSheet.Draw(model, filter?.Model, _task, shown))],
        };

        RestorationScore Score(string what, IReadOnlyList<LoadedPicture> pictures, IReadOnlyList<Model> models) => WorkProgress.Run(
            $"scoring {pictures.Count} {what} pictures",
            progress => RestorationScoring.Score(
                models, _task, [.. pictures.Select(each => new NamedPicture(each.Name, () => each.Picture))], _threads, progress, cancellation));
    }

    private static RestorationColours ColoursOf(Model model) => (model.InputShape[^1], model.OutputShape(model.InputShape)[^1]) switch
    {
        (1, 1) => RestorationColours.Grey,
        (3, 1) => RestorationColours.ColourToGrey,
        (3, 3) => RestorationColours.Colour,
        (int input, int output) => throw new SettingsException($"'data': a model that restores pictures has 1 or 3 channels, and not fewer in than out; this one has {input} in and {output} out."),
    };

    private static Picture[] Bare(IReadOnlyList<LoadedPicture> pictures) => [.. pictures.Select(each => each.Picture)];
}
