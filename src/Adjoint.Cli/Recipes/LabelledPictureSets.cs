using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Tensors;

namespace Adjoint.Cli.Recipes;

/// <summary>Labelled pictures to train on, to choose by and to report on.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To report on, if there are any.</param>
/// <param name="Description">Where they come from, the same for the same pictures: a checkpoint compares it.</param>
internal sealed record LabelledPictureSets(LabelledPictures Train, LabelledPictures Validation, LabelledPictures? Test, string Description)
{
    /// <summary>Opens pictures to score a model on: the test part, or all of them if there is none.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="shape">The shape that the model takes; pictures of another are resized, which is said.</param>
    public static LabelledPictures OpenToScore(string path, Shape shape)
    {
        LabelledData data = WorkProgress.Run($"reading {path}", _ => LabelledData.Open(path));
        return Fit(data.Test ?? data.Train, shape);
    }

    /// <summary>Opens the pictures that a model is trained on.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="shape">The shape that the model takes; pictures of another are resized, which is said.</param>
    public static LabelledPictures OpenToTrain(string path, Shape shape) => Fit(WorkProgress.Run($"reading {path}", _ => LabelledData.Open(path)).Train, shape);

    /// <summary>The same pictures in the shape that a model takes; says so where they have another.</summary>
    public LabelledPictureSets Resize(Shape shape) =>
        this with { Train = Fit(Train, shape), Validation = Validation.Resize(shape), Test = Test?.Resize(shape) };

    private static LabelledPictures Fit(LabelledPictures pictures, Shape shape)
    {
        if (pictures.PictureShape != shape)
        {
            Terminal.Note($"the pictures are {pictures.PictureShape}; they are resized to the model's {shape}.");
        }

        return pictures.Resize(shape);
    }
}
