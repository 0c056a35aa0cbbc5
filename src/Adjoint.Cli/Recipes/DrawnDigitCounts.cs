using Adjoint.Configuration;

namespace Adjoint.Cli.Recipes;

/// <summary>How many digits are drawn where no files are named.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To report on.</param>
internal sealed record DrawnDigitCounts(int Train, int Validation, int Test)
{
    /// <summary>Asks for the settings.</summary>
    public static DrawnDigitCounts Read(SettingsReader settings) => new(
        settings.WholeNumber("train", "Digits to train on.", 12_000, 10, 1_000_000),
        settings.WholeNumber("validation", "Digits to choose the best epoch by.", 2000, 10, 1_000_000),
        settings.WholeNumber("test", "Digits to report on.", 2000, 0, 1_000_000));
}
