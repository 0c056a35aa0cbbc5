using Adjoint.Cli.Output;
using Adjoint.Data;
using Adjoint.Imaging;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>A picture in the size of a model that gives numbers, such as a classifier.</summary>
internal static class FittingPicture
{
    /// <summary>Reads a picture and brings it to a size, which is said where it has another.</summary>
    public static Tensor<float> Read(string source, Shape shape)
    {
        Tensor<float> picture = PictureFile.Read(source).ToTensor(), fitting = new(shape);
        if (picture.Shape != shape)
        {
            Terminal.Note($"{source}: the picture is {picture.Shape}; it is resized to the model's {shape}.");
        }

        new PictureResizing(picture.Shape, shape).Apply(picture.Span, fitting.Span);
        return fitting;
    }
}
