using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Cli.Recipes;

/// <summary>Labelled pictures to train on, to choose by and to report on.</summary>
/// <param name="Train">To train on.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To report on, if there are any.</param>
/// <param name="Description">Where they come from, the same for the same pictures: a checkpoint compares it.</param>
internal sealed record LabelledPictureSets(LabelledPictures Train, LabelledPictures Validation, LabelledPictures? Test, string Description)
{
    /// <summary>The same pictures in the shape that a model takes; says so where they have another.</summary>
    public LabelledPictureSets Resize(Shape shape)
    {
        if (Train.PictureShape != shape)
        {
            Terminal.Note($"the pictures are {Train.PictureShape}; they are resized to the model's {shape}.");
        }

        return this with { Train = Train.Resize(shape), Validation = Validation.Resize(shape), Test = Test?.Resize(shape) };
    }
}
