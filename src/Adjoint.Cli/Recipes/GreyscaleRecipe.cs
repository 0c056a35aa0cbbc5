using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Models;
using Adjoint.Optimizers;

namespace Adjoint.Cli.Recipes;

/// <summary>
/// A noisy colour picture in, a clean grey one out: two 3×3 convolutions with eight channels between, 297 parameters. All its numbers stand here.
/// </summary>
internal sealed class GreyscaleRecipe : IRecipe
{
    private const double LearningRate = 1e-2, LastLearningRateFactor = 0.01, WarmUp = 0.05, NoiseLevel = 25;
    private const int Channels = 8, KernelSize = 3;

    /// <summary>Height and width of the crops that are trained on, and how many pixels the network eats on each side.</summary>
    private const int Patch = 68, Margin = 2;

    /// <summary>Crops of each picture in an epoch, and in all where there are fewer pictures than that.</summary>
    private const int CropsPerPicture = 16, MostCrops = 1536;

    /// <summary>Pictures that are made where none are given, and their height and width.</summary>
    private const int TrainingPictures = 96, ValidationPictures = 16, TestPictures = 16, PictureSize = 256;

    /// <inheritdoc/>
    public string Name => "greyscale";

    /// <inheritdoc/>
    public string Description => "a noisy colour picture in, a clean grey one out; trains on pictures that the program makes unless --data names a folder";

    /// <inheritdoc/>
    public RecipeDefaults Defaults { get; } = new(Epochs: 160, BatchSize: 16, Seed: 1);

    /// <inheritdoc/>
    public Loss Loss => Loss.MeanSquaredError;

    /// <inheritdoc/>
    public LearningRateSchedule Schedule => LearningRateSchedule.Cosine(LastLearningRateFactor, WarmUp);

    /// <inheritdoc/>
    public Optimizer CreateOptimizer() => new Adam(LearningRate);

    /// <inheritdoc/>
    public Model CreateModel() => new Sequential(
        [64, 64, 3], new Convolution2D(Channels, KernelSize, Activation.Relu), new Convolution2D(1, KernelSize, Activation.Relu));

    /// <inheritdoc/>
    public IRecipeData LoadData(RecipeSettings settings, CancellationToken cancellation)
    {
        PictureSets pictures = PictureSets.Load(settings, new GeneratedPictures(TrainingPictures, ValidationPictures, TestPictures, PictureSize), Patch, cancellation);
        RestorationTask task = new(settings.NoiseLevel ?? NoiseLevel, settings.Seed);
        return new RestorationData(pictures, task, new CropSettings(Patch, Margin, CropsPerPicture, MostCrops), settings.Threads);
    }
}
