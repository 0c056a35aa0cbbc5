namespace Adjoint.Imaging.Files;

/// <summary>Writes files that appear whole or not at all.</summary>
internal static class TargetFile
{
    /// <summary>
    /// Writes a file under a temporary name beside its place, brings it to the disk, and renames it. Whatever goes wrong, the
    /// temporary file is removed and an existing file of that name stays as it was.
    /// </summary>
    /// <exception cref="IOException">The file cannot be written; the message names it.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new IOException($"{path}: this is a folder; name a file to write.");
        }

        string folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{path}: there is no folder {folder}; create it first.");
        }

        string temporary = Path.Combine(folder, $".{Path.GetRandomFileName()}.tmp");
        try
        {
            using (FileStream stream = new(temporary, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                BufferSize = 1 << 16,
            }))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, full, overwrite: true);
        }
        catch (Exception e)
        {
            Remove(temporary);
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new IOException($"{path}: the file cannot be written ({OneLine(e, temporary, full)}); nothing was left behind.", e);
            }

            throw;
        }
    }

    private static string OneLine(Exception e, string temporary, string full) =>
        e.Message.Replace(temporary, full, StringComparison.Ordinal).ReplaceLineEndings(" ").TrimEnd('.');

    private static void Remove(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What stopped the writing is what the caller must hear of.
        }
    }
}
