using Adjoint.Cli.Tests;

[assembly: AssemblyFixture(typeof(TrainedModel))]

namespace Adjoint.Cli.Tests;

/// <summary>A model that was trained once, briefly, for all tests that need one, with the pictures that it was trained on.</summary>
public sealed class TrainedModel : IDisposable
{
    private readonly Workplace _place = new();

    public TrainedModel()
    {
        Data = _place[_place.Pictures("pictures", 4, 96)];
        Result = _place.Run("train", "greyscale", "--data", Data, "--epochs", "2", "--out", "out").Succeeds();
        ModelPath = _place[Path.Combine("out", "greyscale.safetensors")];
    }

    /// <summary>The folder of pictures.</summary>
    public string Data { get; }

    /// <summary>The model file.</summary>
    public string ModelPath { get; }

    /// <summary>Where the run wrote to.</summary>
    public string OutputFolder => _place["out"];

    /// <summary>What the run printed.</summary>
    internal CommandResult Result { get; }

    public void Dispose() => _place.Dispose();
}
