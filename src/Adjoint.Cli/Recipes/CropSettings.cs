namespace Adjoint.Cli.Recipes;

/// <summary>How samples are cut from pictures.</summary>
/// <param name="Patch">Height and width of a crop.</param>
/// <param name="Margin">Pixels that the target lacks on each side.</param>
/// <param name="PerPicture">Crops of each picture in an epoch.</param>
/// <param name="Most">Crops in an epoch, at most; but at least one of each picture.</param>
internal sealed record CropSettings(int Patch, int Margin, int PerPicture, int Most)
{
    /// <summary>Samples in an epoch.</summary>
    public int Count(int pictures) => (int)Math.Max(pictures, Math.Min(Most, (long)PerPicture * pictures));
}
