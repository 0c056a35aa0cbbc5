using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Cli.Recipes;
using Adjoint.Configuration;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint train</c>: trains a recipe, says how good it became, and writes what came of it.</summary>
internal static class TrainCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string?> recipe = new("RECIPE|FILE.json") { Description = Recipes(), Arity = ArgumentArity.ZeroOrOne };
        Option<string?> data = CommandOptions.FilePath("--data", "DIR", "What to train on instead of the data that the recipe or file names: a folder of pictures, or of labelled data.");
        Option<string?> validate = CommandOptions.FilePath("--validate", "DIR", "What to choose the best epoch by; a part of the data if left out.");
        Option<int?> epochs = CommandOptions.WholeNumber("--epochs", "N", 1, "Passes over the data; what the recipe or file says if left out.");
        Option<long?> seed = CommandOptions.Seed("Seed of everything that is random: the same seed gives the same model. What the recipe or file says if left out.");
        Option<int?> threads = CommandOptions.Threads();
        Option<string?> output = CommandOptions.FilePath("--out", "DIR", "The folder for model, checkpoint and pictures; runs/ and the name of the recipe or file if left out.");
        Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint in --out, to the same result as without the interruption." };
        Option<double?> sigma = CommandOptions.Sigma("Standard deviation of the noise in units of 1/255, where pictures are to be denoised; what the recipe or file says if left out.");
        Option<bool> json = CommandOptions.Json();
        Option<bool> schema = new("--schema") { Description = "Print the JSON schema of training files, and do nothing else." };
        Command command = new("train", "Trains a model and says how good it became. Ctrl-C saves a checkpoint to go on from.")
        {
            recipe, data, validate, epochs, seed, threads, output, resume, sigma, json, schema,
        };
        HelpWithExamples.Add(
            command,
            "adjoint train greyscale",
            "adjoint train denoise --data photos --sigma 15 --validate others",
            "adjoint train digits",
            "adjoint train my-model.json --epochs 40",
            "adjoint train greyscale --data photos --epochs 40 --out runs/photos --resume");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(schema))
            {
                Terminal.Print(TrainingFile.Schema().ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }));
                return ExitCode.Success;
            }

            TrainingFile file = Find(parsed.GetValue(recipe) ?? throw CommandException.Usage($"RECIPE is missing: name a recipe ({string.Join(", ", RecipeTable.All.Select(each => each.Name))}) or a JSON file."));
            if (parsed.GetValue(sigma) is not null && !file.Data.HasNoise)
            {
                throw CommandException.Usage($"--sigma is for pictures with noise; '{file.Name}' has none. Leave it out.");
            }

            TrainingRun run = new()
            {
                File = file,
                Epochs = parsed.GetValue(epochs) ?? file.Settings.Options.Epochs,
                Request = new TrainingRequest(
                    parsed.GetValue(data), parsed.GetValue(validate), parsed.GetValue(seed) ?? file.Settings.Options.Seed, parsed.GetValue(threads), parsed.GetValue(sigma)),
                Folder = parsed.GetValue(output) ?? Path.Combine("runs", file.Name),
                Resume = parsed.GetValue(resume),
                Json = parsed.GetValue(json),
                Invocation = invocation,
            };
            run.Execute();
            return ExitCode.Success;
        });
        return command;
    }

    private static string Recipes() => $"What to train: a JSON file of your own (docs/training.md), or one of {string.Join("; ", RecipeTable.All.Select(recipe => $"{recipe.Name} ({recipe.Description})"))}.";

    private static TrainingFile Find(string name)
    {
        if (Path.GetExtension(name).Equals(".json", StringComparison.OrdinalIgnoreCase))
        {
            return TrainingFile.Load(name);
        }

        string[] names = [.. RecipeTable.All.Select(recipe => recipe.Name)];
        return RecipeTable.Find(name) ?? throw CommandException.Usage(
            $"there is no recipe '{name}'{(NearestName.Suggestion(name, names) is { Length: > 0 } suggestion ? suggestion : ".")} Recipes: {string.Join(", ", names)}; a training file of your own ends in .json.");
    }
}
