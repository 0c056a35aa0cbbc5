using System.Text.Json;
using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Layers;
using Adjoint.Models;

namespace Adjoint.Cli.Tests;

public sealed class ScoreTests(TrainedModel trained) : IDisposable
{
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Corruption_comes_from_the_model_file_unless_given()
    {
        JsonElement stated = _place.Run("score", trained.ModelPath, "--data", trained.Data, "--json", "--threads", "1").Json();
        JsonElement given = _place.Run("score", trained.ModelPath, "--data", trained.Data, "--json", "--sigma", "25", "--seed", "1").Json();
        JsonElement weaker = _place.Run("score", trained.ModelPath, "--data", trained.Data, "--json", "--sigma", "10").Json();
        Assert.Equal(4, stated.GetProperty("samples").GetInt32());
        Assert.Equal(stated.ToString(), given.ToString());
        double ratio = stated.GetProperty("baseline").GetProperty("psnr").GetDouble();
        Assert.InRange(ratio, 23, 25);
        Assert.InRange(weaker.GetProperty("baseline").GetProperty("psnr").GetDouble() - ratio, 7, 9);
    }

    [Fact]
    public void Without_noise_an_infinite_ratio_is_null()
    {
        PictureFile.Write(new DeadLeaves(1).Create(0, 40, 40), _place["a.png"]);
        JsonElement score = _place.Run("score", trained.ModelPath, "--data", ".", "--sigma", "0", "--json").Json();
        Assert.Equal(JsonValueKind.Null, score.GetProperty("baseline").GetProperty("psnr").ValueKind);
        Assert.Equal(1, score.GetProperty("baseline").GetProperty("ssim").GetDouble(), 9);
        Assert.Equal(JsonValueKind.Number, score.GetProperty("psnr").ValueKind);
    }

    [Fact]
    public void The_table_states_what_is_measured()
    {
        CommandResult result = _place.Run("score", trained.ModelPath, "--data", trained.Data).Succeeds();
        Assert.Contains("luminance of the noisy picture", result.Output, StringComparison.Ordinal);
        Assert.Contains("11×11 Gaussian window", result.Output, StringComparison.Ordinal);
        Assert.Contains("25/255", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_states_no_noise_needs_it_given()
    {
        new Sequential([8, 8, 3], new Convolution2D(3, 3)).Save(_place["plain.safetensors"]);
        CommandResult missing = _place.Run("score", "plain.safetensors", "--data", trained.Data, "--json");
        Assert.Equal((1, ""), (missing.ExitCode, missing.Output));
        Assert.Contains("--sigma", Assert.Single(missing.ErrorLines), StringComparison.Ordinal);
        _place.Run("score", "plain.safetensors", "--data", trained.Data, "--json", "--sigma", "25").Json();
    }
}
