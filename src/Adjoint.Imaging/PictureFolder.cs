using Adjoint.Data;

namespace Adjoint.Imaging;

/// <summary>The pictures in a folder.</summary>
public static class PictureFolder
{
    /// <summary>
    /// The picture files of a folder, by <see cref="PictureFile.Extensions"/>, in the order of their names' code units (the same on every
    /// machine). Other files, hidden files and folders within it are passed over.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The paths; at least one.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">The folder cannot be listed.</exception>
    /// <exception cref="PictureFormatException">It holds no picture files; the message names the extensions that are read.</exception>
    public static IReadOnlyList<string> Enumerate(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        if (File.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: this is a file, not a folder; name the folder that holds the pictures.");
        }

        if (!Directory.Exists(folder))
        {
            throw new DirectoryNotFoundException($"{folder}: there is no such folder; check the name.");
        }

        string[] paths;
        try
        {
            paths = [.. Directory.EnumerateFiles(folder).Where(IsPicture)];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"{folder}: the folder may not be read; check its permissions.", e);
        }

        if (paths.Length == 0)
        {
            throw new PictureFormatException(
                $"{folder}: there are no pictures in this folder; files ending in {string.Join(", ", PictureFile.Extensions)} are read.");
        }

        Array.Sort(paths, (a, b) => string.CompareOrdinal(Path.GetFileName(a), Path.GetFileName(b)));
        return paths;
    }

    /// <summary>Reads the pictures of a folder one after another, as they are asked for; only the current one need be in memory.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="maximumPixels">Refuse a picture with more pixels than this.</param>
    /// <returns>Each file's path with its picture, in the order of <see cref="Enumerate"/>. The folder is listed at once, files are read later.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="IOException">The folder or a file cannot be read.</exception>
    /// <exception cref="PictureFormatException">There are no pictures, or a file with a picture's extension is none: the message names it.</exception>
    public static IEnumerable<(string Path, Picture Picture)> Read(string folder, long maximumPixels = PictureFile.DefaultMaximumPixels) =>
        Enumerate(folder).Select(path => (path, PictureFile.Read(path, maximumPixels)));

    private static bool IsPicture(string path) => PictureFile.HasPictureExtension(path) && !Path.GetFileName(path).StartsWith('.');
}
