using System.Globalization;
using Adjoint.Cli.Output;
using Adjoint.Configuration;
using Adjoint.Data;
using Adjoint.Data.Augmentations;
using Adjoint.Data.Digits;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Recipes;

/// <summary>Pictures and their classes: from files, or digits that the program draws.</summary>
/// <param name="Source">A file or folder, or nothing for drawn digits.</param>
/// <param name="Validation">The part of the training pictures that is held back to choose the best epoch by.</param>
/// <param name="Drawn">How many digits are drawn where there are no files.</param>
/// <param name="Augmentations">How pictures are changed at random in training, one after the other.</param>
/// <param name="Mixup">α of mixup; 0 for none.</param>
/// <param name="GivesProbabilities">Whether the model gives probabilities and not logits.</param>
/// <param name="ClassWeights">What each class counts in the loss.</param>
/// <param name="ScalesTemperature">Whether a temperature is fitted on the validation pictures after training.</param>
internal sealed record LabelledPictureData(
    string? Source,
    double Validation,
    DrawnDigitCounts Drawn,
    IReadOnlyList<Augmentation> Augmentations,
    double Mixup,
    bool GivesProbabilities,
    ClassWeighting ClassWeights,
    bool ScalesTemperature) : DataSettings
{
    /// <summary>Asks for the settings.</summary>
    public static DataSettings Read(SettingsReader settings) => new LabelledPictureData(
        settings.Text("source", "A folder of IDX files, a CSV file or a folder of such, pictures.npy and labels.npy, or a folder for each class; digits are drawn if it is left out.", "") is { Length: > 0 } source ? source : null,
        settings.Number("validation", "The part of the training pictures that is held back to choose the best epoch by, the same of each class.", 0.1, 0.001, 0.9),
        settings.Section("drawn", "How many digits are drawn where no source is named.", DrawnDigitCounts.Read),
        settings.Parts("augmentation", "How pictures are changed at random in training, one change after the other.", AugmentationTable.Kinds, []),
        settings.Number("mixup", "The parameter of the beta distribution by which pairs of pictures are mixed; 0 for none.", 0, 0, 100),
        settings.Boolean("probabilities", "Whether the model gives probabilities; otherwise it gives logits, whose softmax they are.", false),
        settings.Choice<ClassWeighting>(
            "class-weights", "What each class counts in the cross-entropy: none for 1; balanced for K / (M K_c) with K pictures, K_c of the class, in M classes, so that all count alike.", ClassWeighting.None),
        settings.Boolean("temperature-scaling", "Whether, after training, a temperature that logits are divided by is fitted on the validation pictures, so that probabilities are as sure as they should be.", false));

    /// <inheritdoc/>
    public override DataSettings RelativeTo(string folder) => Source is null ? this : this with { Source = Path.Combine(folder, Source) };

    /// <inheritdoc/>
    public override IRecipeData Load(Model model, TrainingRequest request, CancellationToken cancellation)
    {
        LabelledPictureSets sets = (request.Data ?? Source) is string path ? FromFiles(path, Outputs(model), request) : WithValidation(Draw(request.Seed), request.Validate);
        ClassificationTask task = new(sets.Train.Classes, GivesProbabilities);
        ClassBalance balance = ClassBalance.Of(sets.Train);
        ClassBalanceNotes.Write(balance, task.Classes, ClassWeights);
        LabelledPictureSets fitting = sets.Resize(model.InputShape);
        SampleSource samples = new LabelledSamples(fitting.Train);
        if (Augmentations.Count > 0)
        {
            samples = new AugmentedSamples(samples, Augmentations, request.Seed);
        }

        if (Mixup > 0)
        {
            samples = new Mixup(samples, Mixup, request.Seed);
        }

        return new ClassificationData(task, fitting, samples, request.Threads, ClassWeights == ClassWeighting.Balanced ? balance.BalancedWeights : null, ScalesTemperature);
    }

    private LabelledPictureSets Draw(long seed) => WorkProgress.Run($"drawing {Drawn.Train + Drawn.Validation + Drawn.Test} digits", _ =>
    {
        DrawnDigits digits = new(seed);
        return new LabelledPictureSets(
            digits.Create(0, Drawn.Train),
            digits.Create(Drawn.Train, Drawn.Validation),
            Drawn.Test > 0 ? digits.Create(Drawn.Train + Drawn.Validation, Drawn.Test) : null,
            string.Create(CultureInfo.InvariantCulture, $"{Drawn.Train} drawn digits, seed {seed}"));
    });

    /// <summary>The same with validation pictures of their own, brought to the size of the others.</summary>
    private static LabelledPictureSets WithValidation(LabelledPictureSets sets, string? path)
    {
        if (path is null)
        {
            return sets;
        }

        // Some of the classes are enough to choose an epoch by.
        LabelledPictures held = LabelledData.Open(path, new LabelledDataOptions { Classes = sets.Train.Classes }).Train;
        return sets with { Validation = held.Resize(sets.Train.PictureShape) };
    }

    /// <summary>How many classes the model can tell apart, unless it gives something other than a number for each.</summary>
    private static int? Outputs(Model model)
    {
        Shape output = model.OutputShape(model.InputShape);
        return output.Rank == 1 ? output[0] : null;
    }

    private LabelledPictureSets FromFiles(string path, int? outputs, TrainingRequest request)
    {
        LabelledData parts = WorkProgress.Run($"reading {path}", _ => LabelledData.Open(path, new LabelledDataOptions { Outputs = outputs }));
        string description = string.Create(CultureInfo.InvariantCulture, $"{parts.Train.Count} pictures of {parts.Train.Classes.Count} classes, {Path.GetFileName(Path.TrimEndingDirectorySeparator(path))}");
        if (request.Validate is string other)
        {
            return WithValidation(new LabelledPictureSets(parts.Train, parts.Train, parts.Test, description), other);
        }

        ClassBalanceNotes.WriteSingles(ClassBalance.Of(parts.Train), parts.Train.Classes);

        // Without a test part of its own, as much again is held back for one.
        DataSplit split = parts.Train.Split(Validation, parts.Test is null ? Validation : 0, request.Seed);
        return split.Train.Count > 0 && split.Validation.Count > 0
            ? new LabelledPictureSets(
                parts.Train.Select(split.Train),
                parts.Train.Select(split.Validation),
                parts.Test ?? (split.Test.Count > 0 ? parts.Train.Select(split.Test) : null),
                description)
            : throw CommandException.Failed($"{path}: {parts.Train.Count} pictures cannot be split into training and validation; add pictures, or name others with --validate.");
    }
}
