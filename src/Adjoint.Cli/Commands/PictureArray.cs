using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Cli.Commands;

/// <summary>Pictures as arrays in <c>.npy</c> files.</summary>
internal static class PictureArray
{
    private const string Extension = ".npy";

    /// <summary>Whether a file is one by its name.</summary>
    public static bool Is(string path) => Path.GetExtension(path).Equals(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a file.</summary>
    public static Tensor<float> Read(string source)
    {
        try
        {
            return NpyFile.Read<float>(source);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Failed($"{source}: there is no such file; check the name and the folder.");
        }
    }

    /// <summary>The shape of an array as a batch of pictures: of height × width (one channel), height × width × channels, or a batch of these.</summary>
    /// <exception cref="ShapeException">It is no picture.</exception>
    public static Shape BatchShape(Shape shape) => shape.Rank switch
    {
        2 => [1, .. shape, 1],
        3 => [1, .. shape],
        4 when shape[0] > 0 => shape,
        _ => throw new ShapeException($"an array of {shape} is no picture; HxW, HxWxC and NxHxWxC are taken."),
    };
}
