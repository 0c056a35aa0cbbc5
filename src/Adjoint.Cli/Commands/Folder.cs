namespace Adjoint.Cli.Commands;

/// <summary>Folders to write into.</summary>
internal static class Folder
{
    /// <summary>Makes a folder with those above it, unless it is there.</summary>
    public static void Make(string path)
    {
        if (File.Exists(path))
        {
            throw CommandException.Failed($"'{path}' is a file; name a folder to write to.");
        }

        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CommandException.Failed($"the folder '{path}' cannot be made: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }
}
