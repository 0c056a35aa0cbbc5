using System.Globalization;
using Adjoint.Cli.Output;
using Adjoint.Cli.Recipes;
using Adjoint.Imaging;
using Adjoint.Imaging.Plots;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Cli.Commands;

/// <summary>One run of <c>adjoint train</c>, from the summary to the files.</summary>
internal sealed class TrainingRun
{
    private const string CheckpointName = "checkpoint.safetensors", CurvesName = "loss.png";

    /// <summary>What is trained.</summary>
    public required IRecipe Recipe { get; init; }

    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>What the user asked of the recipe.</summary>
    public required RecipeSettings Settings { get; init; }

    /// <summary>Where files go.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to go on from a checkpoint.</summary>
    public required bool Resume { get; init; }

    /// <summary>Whether results are printed as JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The command line and its cancellation.</summary>
    public required Invocation Invocation { get; init; }

    private string CheckpointPath => Path.Combine(Folder, CheckpointName);

    private string ModelPath => Path.Combine(Folder, $"{Recipe.Name}.safetensors");

    /// <summary>Trains, evaluates, writes and prints.</summary>
    public void Execute()
    {
        Commands.Folder.Check(Folder);
        if (Resume && !File.Exists(CheckpointPath))
        {
            throw CommandException.Failed($"there is no checkpoint '{CheckpointPath}' to go on from; check --out, or leave out --resume.");
        }

        Model model = Recipe.CreateModel();
        if (!Json)
        {
            Terminal.Print($"{Recipe.Name}: {Recipe.Description}");
            ModelSummary.Print(model, model.InputShape);
        }

        IRecipeData data = Recipe.LoadData(Settings, Invocation.Cancellation);
        Optimizer optimizer = Recipe.CreateOptimizer();
        Describe(model, data, optimizer);
        if (Resume)
        {
            CheckSameRun(model);
        }

        Commands.Folder.Make(Folder);
        Invocation.Interruption.IsSaving = true;
        TrainingHistory history = Train(model, data, optimizer);
        model.Save(ModelPath);
        Report(model, data, history);
    }

    private void Describe(Model model, IRecipeData data, Optimizer optimizer)
    {
        data.Describe(model);
        model.Metadata["training.recipe"] = Recipe.Name;
        model.Metadata["training.seed"] = Settings.Seed.ToString(CultureInfo.InvariantCulture);
        model.Metadata["training.epochs"] = Epochs.ToString(CultureInfo.InvariantCulture);
        model.Metadata["training.batch"] = Recipe.Defaults.BatchSize.ToString(CultureInfo.InvariantCulture);
        model.Metadata["training.optimizer"] = optimizer.Description;
        model.Metadata["training.schedule"] = Recipe.Schedule.Description;
        model.Metadata["training.loss"] = Recipe.Loss.Name;
    }

    /// <summary>Going on with other data or other noise would give a model that is neither the one nor the other.</summary>
    private void CheckSameRun(Model model)
    {
        IDictionary<string, string> saved = SafetensorsFile.Read(CheckpointPath).Metadata;
        foreach ((string key, string value) in model.Metadata)
        {
            if (!saved.TryGetValue(key, out string? before) || before != value)
            {
                throw CommandException.Failed(
                    $"the checkpoint '{CheckpointPath}' belongs to another run ({key[(key.IndexOf('.', StringComparison.Ordinal) + 1)..]}: there {before ?? "nothing"}, here {value}); give the same settings, or leave out --resume.");
            }
        }
    }

    private TrainingHistory Train(Model model, IRecipeData data, Optimizer optimizer)
    {
        FitOptions options = new()
        {
            Epochs = Epochs,
            BatchSize = Recipe.Defaults.BatchSize,
            Seed = Settings.Seed,
            Schedule = Recipe.Schedule,
            RecycleDormantChannels = true,
            Validation = data.Validation,
            Threads = Settings.Threads,
            CheckpointPath = CheckpointPath,
            Resume = Resume,
        };
        Terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"training on {data.Samples.Count} crops an epoch, {data.Validation.Count} for validation, {Epochs} epochs, seed {Settings.Seed} (Ctrl-C saves and stops)"));
        try
        {
            return TrainingDisplay.Run(progress => model.FitAsync(data.Samples, Recipe.Loss, optimizer, options, progress, Invocation.Cancellation));
        }
        catch (OperationCanceledException)
        {
            throw CommandException.Interrupted($"interrupted; the checkpoint is '{CheckpointPath}'. Go on with: {Invocation.With("--resume")}");
        }
    }

    private void Report(Model model, IRecipeData data, TrainingHistory history)
    {
        ITrainingReport report;
        try
        {
            report = data.Evaluate(model, Invocation.Cancellation);
        }
        catch (OperationCanceledException)
        {
            throw CommandException.Interrupted($"interrupted after training; the model is '{ModelPath}'. For the results: {Invocation.With("--resume")}");
        }

        List<string> written = [ModelPath, CheckpointPath];
        string curves = Path.Combine(Folder, CurvesName);
        TrainingCurves.Write(
            [
                new Curve("training", [.. history.Epochs.Select(epoch => epoch.Loss)]),
                new Curve("validation", [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]),
            ],
            curves,
            vertical: Recipe.Loss.Name,
            title: $"{Recipe.Name}: loss by epoch");
        written.Add(curves);
        foreach ((string name, Data.Picture picture) in report.Pictures)
        {
            string path = Path.Combine(Folder, name);
            PictureFile.Write(picture, path);
            written.Add(path);
        }

        foreach ((string name, Model rival) in report.Rivals)
        {
            string path = Path.Combine(Folder, name);
            rival.Save(path);
            written.Add(path);
        }

        if (Json)
        {
            JsonOutput.Print(writer =>
            {
                report.Write(writer);
                writer.WriteNumber("epochs", history.Epochs.Count);
                JsonOutput.Number(writer, "seconds", history.Elapsed.TotalSeconds);
                writer.WriteString("model", ModelPath);
            });
        }
        else
        {
            report.Print();
            Terminal.Print(string.Create(
                CultureInfo.InvariantCulture,
                $"Trained in {Tables.Duration(history.Elapsed)}; epoch {history.BestEpoch} of {history.Epochs.Count} was best and is kept. Written: {string.Join(", ", written)}"));
        }
    }
}
