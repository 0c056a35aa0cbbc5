using System.CommandLine;
using System.Globalization;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint score</c>: how well a model restores the pictures of a folder.</summary>
internal static class ScoreCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string> model = CommandOptions.Model();
        Option<string?> data = CommandOptions.FilePath("--data", "DIR", "A folder of clean pictures (PNG, JPEG, BMP).");
        data.Required = true;
        Option<double?> sigma = CommandOptions.Sigma("Standard deviation of the noise in units of 1/255; what the model file states if left out.");
        Option<long?> seed = CommandOptions.Seed("Seed of the noise; what the model file states if left out.");
        Option<int?> threads = CommandOptions.Threads();
        Option<bool> json = CommandOptions.Json();
        Command command = new("score", "Adds the noise that a model was trained for to clean pictures, restores them, and says how close it comes: PSNR and SSIM.")
        {
            model, data, sigma, seed, threads, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint score runs/greyscale/greyscale.safetensors --data photos",
            "adjoint score runs/greyscale/linear-filter.safetensors --data photos",
            "adjoint score runs/greyscale/greyscale.safetensors --data photos --sigma 15 --json");
        command.SetAction(parsed =>
        {
            Model network = ModelArgument.Load(parsed.GetRequiredValue(model));
            RestorationTask task = TaskOf(network, parsed.GetRequiredValue(model), parsed.GetValue(sigma), parsed.GetValue(seed));
            string folder = parsed.GetRequiredValue(data)!;
            NamedPicture[] pictures = [.. PictureFolder.Enumerate(folder).Select(path => new NamedPicture(Path.GetFileName(path), () => PictureFile.Read(path)))];
            RestorationScore score = WorkProgress.Run(
                $"scoring {pictures.Length} pictures",
                progress => RestorationScoring.Score(network, task, pictures, parsed.GetValue(threads), progress, invocation.Cancellation));
            if (parsed.GetValue(json))
            {
                JsonOutput.Print(writer => QualityTable.Write(writer, score));
            }
            else
            {
                string what = string.Create(CultureInfo.InvariantCulture, $"{Tables.Count(score.Samples, "picture")} of {folder}, Gaussian noise {task.NoiseLevel}/255, seed {task.Seed}");
                QualityTable.Print(what, [(QualityTable.BaselineName(network), score.Baseline), ("model", score.Models[0])]);
                Terminal.Print(QualityTable.Definition);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static RestorationTask TaskOf(Model model, string path, double? sigma, long? seed)
    {
        RestorationTask? stated = RestorationTask.Of(model);
        double level = sigma ?? stated?.NoiseLevel
            ?? throw CommandException.Failed($"'{path}' does not state the noise that the model was trained for; give it as --sigma, in units of 1/255.");
        return new RestorationTask(level, seed ?? stated?.Seed ?? 0);
    }
}
