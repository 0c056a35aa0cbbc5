using Adjoint.Configuration;

namespace Adjoint.Cli.Recipes;

/// <summary>How many pictures are made where none are given.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To report on.</param>
/// <param name="Size">Their height and width.</param>
internal sealed record GeneratedPictures(int Train, int Validation, int Test, int Size)
{
    /// <summary>Asks for the settings.</summary>
    public static GeneratedPictures Read(SettingsReader settings) => new(
        settings.WholeNumber("train", "Pictures to train on.", 96, 1, 100_000),
        settings.WholeNumber("validation", "Pictures to choose the best epoch by.", 16, 1, 100_000),
        settings.WholeNumber("test", "Pictures to report on.", 16, 0, 100_000),
        settings.WholeNumber("size", "Their height and width.", 256, 16, 4096));
}
