using System.Diagnostics;
using System.Globalization;
using System.Text;
using Adjoint.Analysis;
using Adjoint.Cli.Output;
using Adjoint.Cli.Recipes;
using Adjoint.Imaging;
using Adjoint.Imaging.Plots;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Optimizers;
using Adjoint.Tensors;
using Adjoint.Training;

namespace Adjoint.Cli.Commands;

/// <summary>One run of <c>adjoint train</c>, from the summary to the files.</summary>
internal sealed class TrainingRun
{
    private const string CheckpointName = "checkpoint.safetensors", CurvesName = "loss.png", ReportName = "report.html";

    /// <summary>What is trained.</summary>
    public required TrainingFile File { get; init; }

    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>What the user asked for.</summary>
    public required TrainingRequest Request { get; init; }

    /// <summary>Where files go.</summary>
    public required string Folder { get; init; }

    /// <summary>Whether to go on from a checkpoint.</summary>
    public required bool Resume { get; init; }

    /// <summary>Whether results are printed as JSON.</summary>
    public required bool Json { get; init; }

    /// <summary>The command line and its cancellation.</summary>
    public required Invocation Invocation { get; init; }

    private OptimalityVerdict? _optimality;

    private string CheckpointPath => Path.Combine(Folder, CheckpointName);

    private string ModelPath => Path.Combine(Folder, $"{File.Name}.safetensors");

    /// <summary>Trains, evaluates, writes and prints.</summary>
    public void Execute()
    {
        Commands.Folder.Check(Folder);
        if (Resume && !System.IO.File.Exists(CheckpointPath))
        {
            throw CommandException.Failed($"there is no checkpoint '{CheckpointPath}' to go on from; check --out, or leave out --resume.");
        }

        Model model = File.CreateModel(Request.Seed);
        if (Resume && File.Settings.Minimization is not null)
        {
            throw CommandException.Failed("training by l-bfgs makes no checkpoints to go on from; leave out --resume.");
        }

        if (!Json)
        {
            Terminal.Print(File.Description.Length > 0 ? $"{File.Name}: {File.Description}" : File.Name);
            ModelSummary.Print(model, model.InputShape);
        }

        IRecipeData data = File.Data.Load(model, Request, Invocation.Cancellation);
        Loss loss = data.Weigh(File.Settings.Loss);
        if (File.Settings.Minimization is not null && data.ChangesAtRandom)
        {
            throw CommandException.Failed("'l-bfgs' takes all samples at once and as they are: leave out 'augmentation' and 'mixup' of 'data', or train by an 'optimizer'.");
        }

        Describe(model, data, loss);
        if (Resume)
        {
            CheckSameRun(model);
        }

        Commands.Folder.Make(Folder);
        Invocation.Interruption.IsSaving = true;
        TrainingHistory history = File.Settings.Minimization is MinimizationSettings minimization ? Minimize(model, data, loss, minimization) : Train(model, data, loss);
        try
        {
            data.Finish(model, Invocation.Cancellation);
        }
        catch (OperationCanceledException)
        {
            model.Save(ModelPath);
            throw CommandException.Interrupted($"interrupted after training; the model is '{ModelPath}'. For the results: {Invocation.With("--resume")}");
        }

        model.Save(ModelPath);

        Report(model, data, history);
    }

    private void Describe(Model model, IRecipeData data, Loss loss)
    {
        data.Describe(model);
        model.Metadata["training.recipe"] = File.Name;
        model.Metadata["training.seed"] = Request.Seed.ToString(CultureInfo.InvariantCulture);
        model.Metadata["training.epochs"] = Epochs.ToString(CultureInfo.InvariantCulture);
        model.Metadata["training.batch"] = File.Settings.Options.BatchSize.ToString(CultureInfo.InvariantCulture);
        model.Metadata["training.optimizer"] = File.Settings.Optimizer?.Description ?? File.Settings.Minimization!.Description;
        model.Metadata["training.schedule"] = File.Settings.Options.Schedule.Description;
        model.Metadata["training.loss"] = loss.Name;
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

    private TrainingHistory Train(Model model, IRecipeData data, Loss loss)
    {
        FitOptions options = File.Settings.Options with
        {
            Epochs = Epochs,
            Seed = Request.Seed,
            Initialize = File.Settings.Start is null,
            Validation = data.Validation,
            Threads = Request.Threads,
            CheckpointPath = CheckpointPath,
            Resume = Resume,
        };
        Terminal.Note(string.Create(
            CultureInfo.InvariantCulture,
            $"training on {data.Counts}, {Epochs} epochs, seed {Request.Seed} (Ctrl-C saves and stops)"));
        try
        {
            return TrainingDisplay.Run(progress => model.FitAsync(data.Samples, loss, File.Settings.Optimizer!, options, progress, Invocation.Cancellation));
        }
        catch (OperationCanceledException)
        {
            throw CommandException.Interrupted($"interrupted; the checkpoint is '{CheckpointPath}'. Go on with: {Invocation.With("--resume")}");
        }
    }

    /// <summary>Trains on all samples at once; each iteration counts as an epoch in the curves.</summary>
    private TrainingHistory Minimize(Model model, IRecipeData data, Loss loss, MinimizationSettings settings)
    {
        Terminal.Note($"training on {data.Counts}, all at once by L-BFGS, seed {Request.Seed} (Ctrl-C stops)");
        Stopwatch watch = Stopwatch.StartNew();
        IterationLog log = new(settings.Options.MaximumIterations);
        MinimizationResult result = model.MinimizeAsync(
            data.Samples, loss, settings.Options, settings.Ridge, Request.Threads, log, Invocation.Cancellation).GetAwaiter().GetResult();
        string why = result.Stop == MinimizationStop.GradientSmall ? "the gradient is as small as asked for" : result.Stop == MinimizationStop.NoProgress ? "rounding allows no further progress" : "the limit is reached";
        Terminal.Note(string.Create(CultureInfo.InvariantCulture, $"stopped after {result.Iterations} iterations: {why}; loss {result.Value:G6}, gradient norm {result.GradientNorm:0.0e+0}"));
        _optimality = WorkProgress.Run("asking whether this is the global minimum", _ => Optimality.Of(
            model, data.Samples, loss, result, settings.Ridge, AnalysisOptions.Default with { Cap = TimeSpan.FromSeconds(5) }));
        EpochResult[] epochs = log.Values.Count > 0 ? [.. log.Values.Select((value, i) => new EpochResult(i + 1, value, null))] : [new EpochResult(1, result.Value, null)];
        return new TrainingHistory(epochs, epochs.Length, watch.Elapsed);
    }

    private void Report(Model model, IRecipeData data, TrainingHistory history)
    {
        ITrainingReport report;
        try
        {
            report = data.Evaluate(model, File.Settings, history, Invocation.Cancellation);
        }
        catch (OperationCanceledException)
        {
            throw CommandException.Interrupted($"interrupted after training; the model is '{ModelPath}'. For the results: {Invocation.With("--resume")}");
        }

        List<Curve> curves = [new Curve("training", [.. history.Epochs.Select(epoch => epoch.Loss)])];
        if (data.Validation is not null && File.Settings.Minimization is null)
        {
            curves.Add(new Curve("validation", [.. history.Epochs.Select(epoch => epoch.ValidationLoss ?? double.NaN)]));
        }

        List<string> written = File.Settings.Minimization is null ? [ModelPath, CheckpointPath] : [ModelPath];
        string plot = Path.Combine(Folder, CurvesName);
        TrainingCurves.Write(
            curves,
            plot,
            vertical: File.Settings.Loss.Name,
            title: $"{File.Name}: loss by epoch");
        written.Add(plot);
        foreach ((string name, Data.Picture picture) in report.Pictures)
        {
            string path = Path.Combine(Folder, name);
            PictureFile.Write(picture, path);
            written.Add(path);
        }

        if (report.Page(File.Name, File.Description, _optimality is OptimalityVerdict reached ? [OptimalityOutput.Text(reached)] : []) is string page)
        {
            string path = Path.Combine(Folder, ReportName);
            AtomicFile.WriteAllBytes(path, Encoding.UTF8.GetBytes(page));
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
                if (_optimality is OptimalityVerdict verdict)
                {
                    OptimalityOutput.Write(writer, verdict);
                }
            });
        }
        else
        {
            report.Print();
            if (_optimality is OptimalityVerdict verdict)
            {
                Terminal.Print(OptimalityOutput.Text(verdict));
            }

            Terminal.Print(string.Create(
                CultureInfo.InvariantCulture,
                $"Trained in {Tables.Duration(history.Elapsed)}; {(File.Settings.Minimization is not null ? $"{Tables.Count(history.Epochs.Count, "iteration")} of L-BFGS" : data.Validation is null || !File.Settings.Options.KeepBest ? "the last epoch is kept" : $"epoch {history.BestEpoch} of {history.Epochs.Count} was best and is kept")}. Written: {string.Join(", ", written)}"));
        }
    }
}
