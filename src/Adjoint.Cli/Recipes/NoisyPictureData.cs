using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Recipes;

/// <summary>Crops of pictures with white Gaussian noise, to be restored; with three channels in and one out, to their luminance.</summary>
/// <param name="Folder">A folder of pictures, or nothing for generated ones.</param>
/// <param name="NoiseLevel">The noise's standard deviation in units of 1/255.</param>
/// <param name="Patch">Height and width of the crops.</param>
/// <param name="CropsPerPicture">Crops of each picture in an epoch.</param>
/// <param name="MostCrops">Crops in an epoch, at most; but at least one of each picture.</param>
/// <param name="Generated">What is made where there is no folder.</param>
/// <param name="LinearFilter">The height and width of the linear filter that the model is compared with; 0 for none.</param>
internal sealed record NoisyPictureData(
    string? Folder, double NoiseLevel, int Patch, int CropsPerPicture, int MostCrops, GeneratedPictures Generated, int LinearFilter) : DataSettings
{
    /// <inheritdoc/>
    public override bool HasNoise => true;

    /// <summary>Asks for the settings.</summary>
    public static DataSettings Read(SettingsReader settings) => new NoisyPictureData(
        settings.Text("folder", "A folder of pictures (PNG, JPEG, BMP); pictures are generated if it is left out.", "") is { Length: > 0 } folder ? folder : null,
        settings.Number("noise", "The standard deviation of the noise in units of 1/255.", 25, 0),
        settings.WholeNumber("patch", "Height and width of the crops that are trained on.", 64, 1, 4096),
        settings.WholeNumber("crops-per-picture", "Crops of each picture in an epoch.", 16, 1),
        settings.WholeNumber("most-crops", "Crops in an epoch, at most; but at least one of each picture.", 1536, 1),
        settings.Section("generated", "What is generated where there is no folder: pictures of leaves that lie on each other.", GeneratedPictures.Read),
        settings.WholeNumber("linear-filter", "Height and width of the best linear filter, which the model is compared with; it must lose as many pixels as the model does. 0 for none.", 0, 0, 31));

    /// <inheritdoc/>
    public override DataSettings RelativeTo(string folder) => Folder is null ? this : this with { Folder = Path.Combine(folder, Folder) };

    /// <inheritdoc/>
    public override IRecipeData Load(Model model, TrainingRequest request, CancellationToken cancellation)
    {
        int margin = MarginOf(model);
        PictureSets pictures = PictureSets.Load(request with { Data = request.Data ?? Folder }, Generated, Patch, cancellation);
        RestorationTask task = new(request.NoiseLevel ?? NoiseLevel, request.Seed);
        return new RestorationData(model, pictures, task, new CropSettings(Patch, margin, CropsPerPicture, MostCrops), LinearFilter, request.Threads);
    }

    /// <summary>How many pixels the model takes off on each side.</summary>
    private int MarginOf(Model model)
    {
        try
        {
            Shape output = model.OutputShape([Patch, Patch, model.InputShape[^1]]);
            int lost = output.Rank == 3 ? Patch - output[0] : -1;
            return lost >= 0 && lost % 2 == 0 && output[0] == output[1] && model.InputShape[^1] is 1 or 3 && output[2] is 1 or 3
                ? lost / 2
                : throw new SettingsException(
                    $"'data': the model turns crops of {Patch}×{Patch}×{model.InputShape[^1]} into {output}; to restore pictures it must give 1 or 3 channels of the same size, or less by as much on each side.");
        }
        catch (ShapeException exception)
        {
            throw new SettingsException($"'data.patch': the model cannot take crops of {Patch}×{Patch}: {exception.Message}", exception);
        }
    }
}
