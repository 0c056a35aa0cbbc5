using System.CommandLine;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Recipes;
using Adjoint.Configuration;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint train</c>: trains a recipe, says how good it became, and writes what came of it.</summary>
internal static class TrainCommand
{
    public static Command Create(Invocation invocation)
    {
        Argument<string> recipe = new("RECIPE") { Description = Recipes() };
        Option<string?> data = CommandOptions.FilePath("--data", "DIR", "A folder of pictures (PNG, JPEG, BMP) to train on; without it the program makes its own.");
        Option<string?> validate = CommandOptions.FilePath("--validate", "DIR", "A folder of pictures to choose the best epoch by; a part of the data if left out.");
        Option<int?> epochs = CommandOptions.WholeNumber("--epochs", "N", 1, $"Passes over the data; if left out, the recipe's own number ({string.Join(", ", RecipeTable.All.Select(each => $"{each.Name}: {each.Defaults.Epochs}"))}).");
        Option<long?> seed = CommandOptions.Seed("Seed of everything that is random: the same seed gives the same model. 1 if left out.");
        Option<int?> threads = CommandOptions.Threads();
        Option<string?> output = CommandOptions.FilePath("--out", "DIR", "The folder for model, checkpoint and pictures; runs/RECIPE if left out.");
        Option<bool> resume = new("--resume") { Description = "Go on from the checkpoint in --out, to the same result as without the interruption." };
        Option<double?> sigma = CommandOptions.Sigma("Standard deviation of the noise in units of 1/255; 25 if left out.");
        Option<bool> json = CommandOptions.Json();
        Command command = new("train", "Trains a model and says how good it became. Ctrl-C saves a checkpoint to go on from.")
        {
            recipe, data, validate, epochs, seed, threads, output, resume, sigma, json,
        };
        HelpWithExamples.Add(
            command,
            "adjoint train greyscale",
            "adjoint train greyscale --data photos --epochs 40 --out runs/photos",
            "adjoint train greyscale --data photos --epochs 40 --out runs/photos --resume");
        command.SetAction(parsed =>
        {
            IRecipe found = Find(parsed.GetRequiredValue(recipe));
            TrainingRun run = new()
            {
                Recipe = found,
                Epochs = parsed.GetValue(epochs) ?? found.Defaults.Epochs,
                Settings = new RecipeSettings(
                    parsed.GetValue(data), parsed.GetValue(validate), parsed.GetValue(seed) ?? found.Defaults.Seed, parsed.GetValue(threads), parsed.GetValue(sigma)),
                Folder = parsed.GetValue(output) ?? Path.Combine("runs", found.Name),
                Resume = parsed.GetValue(resume),
                Json = parsed.GetValue(json),
                Invocation = invocation,
            };
            run.Execute();
            return ExitCode.Success;
        });
        return command;
    }

    private static string Recipes() => $"What to train: {string.Join("; ", RecipeTable.All.Select(recipe => $"{recipe.Name} ({recipe.Description})"))}.";

    private static IRecipe Find(string name)
    {
        string[] names = [.. RecipeTable.All.Select(recipe => recipe.Name)];
        return RecipeTable.Find(name) ?? throw CommandException.Usage(
            $"there is no recipe '{name}'{(NearestName.Suggestion(name, names) is { Length: > 0 } suggestion ? suggestion : ".")} Recipes: {string.Join(", ", names)}.");
    }
}
