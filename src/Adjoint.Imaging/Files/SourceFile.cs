namespace Adjoint.Imaging.Files;

/// <summary>Opens files to read, with errors that name the file.</summary>
internal static class SourceFile
{
    /// <summary>Opens a file for one pass from its start.</summary>
    /// <exception cref="IOException">It does not exist, is a folder, or may not be read.</exception>
    public static FileStream Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: this is a folder, not a picture file; name a file in it.");
        }

        try
        {
            return new FileStream(path, new FileStreamOptions { BufferSize = 1 << 16, Options = FileOptions.SequentialScan });
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"{path}: there is no such file; check the name and the folder.", path, e);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException or ArgumentException or NotSupportedException)
        {
            throw new IOException($"{path}: the file cannot be opened ({e.Message.TrimEnd('.')}); check its permissions.", e);
        }
    }
}
