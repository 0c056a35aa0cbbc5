using System.CommandLine;
using System.Globalization;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Cli.Recipes;
using Adjoint.Cli.Reports;
using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint score</c>: how well a model restores the pictures of a folder, or classifies labelled ones.</summary>
internal static class ScoreCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string> model = CommandOptions.Model();
        Option<string?> data = CommandOptions.FilePath("--data", "DIR", "A folder of clean pictures (PNG, JPEG, BMP); for a classifier, labelled pictures: IDX, CSV, .npy, or a folder for each class.");
        data.Required = true;
        Option<double?> sigma = CommandOptions.Sigma("Standard deviation of the noise in units of 1/255; what the model file states if left out.");
        Option<long?> seed = CommandOptions.Seed("Seed of the noise; what the model file states if left out.");
        Option<int?> threads = CommandOptions.Threads();
        Option<bool> json = CommandOptions.Json();
        Command command = new("score", "Says how good a model is. One that restores: PSNR and SSIM of clean pictures with noise added. One that classifies: accuracy, likelihood and calibration.")
        {
            model, data, sigma, seed, threads, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint score runs/greyscale/greyscale.safetensors --data photos",
            "adjoint score runs/greyscale/linear-filter.safetensors --data photos",
            "adjoint score runs/greyscale/greyscale.safetensors --data photos --sigma 15 --json",
            "adjoint score runs/digits/digits.safetensors --data digits.csv.gz");
        command.SetAction(parsed =>
        {
            Model network = ModelArgument.Load(parsed.GetRequiredValue(model));
            string path = parsed.GetRequiredValue(data)!;
            bool asJson = parsed.GetValue(json);
            if (ClassificationTask.Of(network) is not ClassificationTask classification)
            {
                RestorationTask task = TaskOf(network, parsed.GetRequiredValue(model), parsed.GetValue(sigma), parsed.GetValue(seed));
                Restore(network, task, path, parsed.GetValue(threads), asJson, invocation.Cancellation);
            }
            else if (parsed.GetValue(sigma) is not null || parsed.GetValue(seed) is not null)
            {
                throw CommandException.Failed($"'{parsed.GetRequiredValue(model)}' is a classifier, whose pictures get no noise: leave out --sigma and --seed.");
            }
            else
            {
                Classify(network, classification, path, parsed.GetValue(threads), asJson, invocation.Cancellation);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Restore(Model network, RestorationTask task, string folder, int? threads, bool asJson, CancellationToken cancellation)
    {
        NamedPicture[] pictures = [.. PictureFolder.Enumerate(folder).Select(path => new NamedPicture(Path.GetFileName(path), () => PictureFile.Read(path)))];
        RestorationScore score = WorkProgress.Run(
            $"scoring {pictures.Length} pictures", progress => RestorationScoring.Score(network, task, pictures, threads, progress, cancellation));
        if (asJson)
        {
            JsonOutput.Print(writer => QualityTable.Write(writer, score));
            return;
        }

        string what = string.Create(CultureInfo.InvariantCulture, $"{Tables.Count(score.Samples, "picture")} of {folder}, Gaussian noise {task.NoiseLevel}/255, seed {task.Seed}");
        QualityTable.Print(what, [(QualityTable.BaselineName(network), score.Baseline), ("model", score.Models[0])]);
        Terminal.Print(QualityTable.Definition);
    }

    private static void Classify(Model network, ClassificationTask task, string path, int? threads, bool asJson, CancellationToken cancellation)
    {
        LabelledPictures pictures = LabelledPictureSets.OpenToScore(path, network.InputShape, task.Classes);
        ClassificationScore score = WorkProgress.Run(
            $"scoring {pictures.Count} pictures", progress => ClassificationScoring.Score(network, task, pictures, threads, progress, cancellation));
        if (asJson)
        {
            JsonOutput.Print(writer => ClassificationTable.Write(writer, score, task.Classes));
            return;
        }

        ClassificationTable.Print($"pictures of {path}", [("model", score)]);
        Terminal.Print(ClassificationTable.Definition);
        ClassificationTable.PrintClasses(score, task.Classes);
        Terminal.Print(LikelihoodWords.Joint(score, "labelled"));
        Terminal.Print(LikelihoodWords.Equality(score));
    }

    private static RestorationTask TaskOf(Model model, string path, double? sigma, long? seed)
    {
        RestorationTask? stated = RestorationTask.Of(model);
        double level = sigma ?? stated?.NoiseLevel
            ?? throw CommandException.Failed($"'{path}' says neither that it classifies nor which noise it was trained to restore pictures from; for a model that restores, give the noise as --sigma, in units of 1/255.");
        return new RestorationTask(level, seed ?? stated?.Seed ?? 0);
    }
}
