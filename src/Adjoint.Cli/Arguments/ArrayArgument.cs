using Adjoint.Tensors;

namespace Adjoint.Cli.Arguments;

/// <summary>A value from the command line, and the file that it was read from, if it was.</summary>
/// <param name="Value">The array.</param>
/// <param name="File">The file, or nothing for a literal.</param>
internal sealed record ArrayArgument(Tensor<double> Value, string? File)
{
    /// <summary>Reads a number, a literal or a <c>.npy</c> file.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="what">What it is the value of, for messages.</param>
    public static ArrayArgument Read(string text, string what)
    {
        bool isFile = text.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) || (!ArrayLiteral.LooksLike(text) && System.IO.File.Exists(text));
        return isFile ? new ArrayArgument(ReadFile(text), text)
            : ArrayLiteral.LooksLike(text) ? new ArrayArgument(ArrayLiteral.Read(text, what), null)
            : throw CommandException.Usage($"{what}: '{text}' is not a value; a value is a number, a literal such as [1,2,3] or [[1,2],[3,4]], or a .npy file");
    }

    private static Tensor<double> ReadFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw CommandException.Failed($"{path}: this is a folder; name a .npy file in it.");
        }

        try
        {
            using FileStream stream = System.IO.File.OpenRead(path);
            return stream.CanSeek ? NpyFile.Read<double>(stream, path) : throw CommandException.Failed($"{path}: this is a pipe or a device; name a .npy file.");
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandException.Failed($"{path}: there is no such file; check the name and the folder.");
        }
        catch (UnauthorizedAccessException)
        {
            throw CommandException.Failed($"{path}: the file may not be read; check its permissions.");
        }
    }
}
