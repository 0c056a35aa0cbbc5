using Adjoint.Layers;
using Adjoint.Models;

namespace Adjoint.Cli.Arguments;

/// <summary>Loads the model that a command names.</summary>
internal static class ModelArgument
{
    /// <summary>Reads a model file, with errors that say what to do.</summary>
    public static Model Load(string path)
    {
        if (Directory.Exists(path))
        {
            throw CommandException.Failed($"'{path}' is a folder; name the model file in it (.safetensors).");
        }

        if (!File.Exists(path))
        {
            throw CommandException.Failed($"there is no model file '{path}'; check the name, or train one with 'adjoint train'.");
        }

        try
        {
            return ModelFile.Load(path);
        }
        catch (UnauthorizedAccessException)
        {
            throw CommandException.Failed($"the model file '{path}' may not be read; check its permissions.");
        }
    }
}
