namespace Adjoint.Cli.Commands;

/// <summary>Folders to write into.</summary>
internal static class Folder
{
    /// <summary>Finds out before any work is done whether a folder is there or could be made: nothing on the way to it may be a file.</summary>
    public static void Check(string path)
    {
        for (string? each = Path.GetFullPath(path); each is not null; each = Path.GetDirectoryName(each))
        {
            if (File.Exists(each))
            {
                throw CommandException.Failed(
                    Path.GetFullPath(path) == each ? $"'{path}' is a file; name a folder to write to." : $"'{path}' cannot be a folder: '{each}' is a file.");
            }

            if (Directory.Exists(each))
            {
                return;
            }
        }
    }

    /// <summary>Makes a folder with those above it, unless it is there.</summary>
    public static void Make(string path)
    {
        Check(path);
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
