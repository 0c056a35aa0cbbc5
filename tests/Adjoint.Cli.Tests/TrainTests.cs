using System.Text.Json;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;

namespace Adjoint.Cli.Tests;

public sealed class TrainTests(TrainedModel trained) : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Results_go_to_standard_output_and_progress_to_standard_error()
    {
        Assert.Contains("3×3×3×8", trained.Result.Output, StringComparison.Ordinal);
        Assert.Contains("3×3×8×1", trained.Result.Output, StringComparison.Ordinal);
        Assert.Contains("297", trained.Result.Output, StringComparison.Ordinal);
        Assert.Contains("best linear filter", trained.Result.Output, StringComparison.Ordinal);
        Assert.Contains("channels are alive", trained.Result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("samples/s", trained.Result.Output, StringComparison.Ordinal);
        Assert.Matches(@"epoch 2/2: loss [\d.]+, validation [\d.]+, \d+ samples/s, .* left", trained.Result.Error);
        Assert.DoesNotContain('\u001b', trained.Result.Output + trained.Result.Error);
    }

    [Fact]
    public void It_writes_models_checkpoint_curve_and_pictures()
    {
        string[] names = [.. Directory.EnumerateFiles(trained.OutputFolder).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
        Assert.Equal(["before-after.png", "checkpoint.safetensors", "greyscale.safetensors", "linear-filter.safetensors", "loss.png"], names);
        Assert.True(PictureFile.Read(Path.Combine(trained.OutputFolder, "before-after.png")).Width > 400);
        Assert.True(PictureFile.Read(Path.Combine(trained.OutputFolder, "loss.png")).Width > 400);
        Model model = ModelFile.Load(trained.ModelPath);
        Assert.Equal(297, model.ParameterCount);
        Assert.Equal(new RestorationTask(25, 1), RestorationTask.Of(model));
    }

    [Fact]
    public void Json_is_one_object_and_the_model_is_the_same_on_any_number_of_threads()
    {
        JsonElement one = _place.Run("train", "greyscale", "--data", trained.Data, "--epochs", "2", "--out", "one", "--threads", "1", "--json").Json();
        JsonElement three = _place.Run("train", "greyscale", "--data", trained.Data, "--epochs", "2", "--out", "three", "--threads", "3", "--json").Json();
        Assert.Equal(2, one.GetProperty("train").GetProperty("samples").GetInt32());
        Assert.Equal(2, one.GetProperty("epochs").GetInt32());
        Assert.True(one.GetProperty("seconds").GetDouble() > 0);
        Assert.Equal(Path.Combine("one", "greyscale.safetensors"), one.GetProperty("model").GetString());
        foreach (string part in (string[])["train", "validation", "test"])
        {
            JsonElement score = one.GetProperty(part);
            Assert.InRange(score.GetProperty("psnr").GetDouble(), 5, 50);
            Assert.InRange(score.GetProperty("ssim").GetDouble(), 0, 1);
            Assert.InRange(score.GetProperty("baseline").GetProperty("psnr").GetDouble(), 23, 25);
            Assert.InRange(score.GetProperty("baseline").GetProperty("ssim").GetDouble(), 0, 1);
            Assert.Equal(score.ToString(), three.GetProperty(part).ToString());
        }

        byte[] model = File.ReadAllBytes(trained.ModelPath);
        Assert.Equal(model, File.ReadAllBytes(_place["one/greyscale.safetensors"]));
        Assert.Equal(model, File.ReadAllBytes(_place["three/greyscale.safetensors"]));
    }

    [Fact]
    public void Validation_pictures_of_their_own_leave_all_others_to_training()
    {
        string validation = _place.Pictures("validation", 1, 80);
        JsonElement result = _place.Run("train", "greyscale", "--data", trained.Data, "--validate", validation, "--epochs", "1", "--json").Json();
        Assert.Equal(4, result.GetProperty("train").GetProperty("samples").GetInt32());
        Assert.Equal(1, result.GetProperty("validation").GetProperty("samples").GetInt32());
        Assert.False(result.TryGetProperty("test", out _));
        Assert.True(File.Exists(_place["runs/greyscale/greyscale.safetensors"]));
    }

    [Fact]
    public void Ctrl_C_saves_and_resuming_gives_the_same_bits()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        string[] arguments = ["train", "greyscale", "--data", trained.Data, "--epochs", "60", "--seed", "5"];
        _place.Run([.. arguments, "--out", "straight"]).Succeeds();
        string signal = "INT";
        string[] threads = ["--threads", "1"];
        for (int interruptions = 0; interruptions < 2; interruptions++)
        {
            string[] resume = interruptions == 0 ? [] : ["--resume"];
            DateTime before = File.Exists(_place["broken/checkpoint.safetensors"]) ? File.GetLastWriteTimeUtc(_place["broken/checkpoint.safetensors"]) : default;
            using AdjointCommand command = AdjointCommand.Start(_place.Folder, [.. arguments, "--out", "broken", .. threads, .. resume]);
            while (command.IsRunning && !(File.Exists(_place["broken/checkpoint.safetensors"]) && File.GetLastWriteTimeUtc(_place["broken/checkpoint.safetensors"]) > before))
            {
                Thread.Sleep(2);
            }

            command.Signal(signal);
            CommandResult interrupted = command.Wait();
            Assert.Equal(130, interrupted.ExitCode);
            Assert.Matches("adjoint train: interrupted; the checkpoint is '.*checkpoint.safetensors'. Go on with: adjoint train greyscale .* --resume$", interrupted.ErrorLines[^1]);
            Assert.False(File.Exists(_place["broken/greyscale.safetensors"]));
            signal = "TERM";
            threads = ["--threads", "2"];
        }

        _place.Run([.. arguments, "--out", "broken", "--resume"]).Succeeds();
        Assert.Equal(File.ReadAllBytes(_place["straight/greyscale.safetensors"]), File.ReadAllBytes(_place["broken/greyscale.safetensors"]));
        Assert.Equal(File.ReadAllBytes(_place["straight/checkpoint.safetensors"]), File.ReadAllBytes(_place["broken/checkpoint.safetensors"]));
    }

    [Theory]
    [InlineData("(noise: there 25, here 15)", "--sigma", "15")]
    [InlineData("(epochs: there 2, here 3)", "--epochs", "3")]
    [InlineData("(seed: there 1, here 2)", "--seed", "2")]
    public void Resuming_another_run_is_refused(string what, string option, string value)
    {
        CommandResult result = _place.Run(["train", "greyscale", "--data", trained.Data, "--out", trained.OutputFolder, "--resume", option, value, .. option == "--epochs" ? (string[])[] : ["--epochs", "2"]]);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("belongs to another run", result.Error, StringComparison.Ordinal);
        Assert.Contains(what, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_that_are_too_small_are_named()
    {
        string small = _place.Pictures("small", 2, 60);
        CommandResult result = _place.Run("train", "greyscale", "--data", small, "--epochs", "1", "--json");
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.Contains("picture0.png: a picture of 60×60 is too small", Assert.Single(result.ErrorLines), StringComparison.Ordinal);
        Assert.False(Directory.Exists(_place["runs"]));
    }
}
