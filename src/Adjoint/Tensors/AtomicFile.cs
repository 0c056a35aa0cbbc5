namespace Adjoint.Tensors;

/// <summary>
/// Writes a file so that its name holds either all of the old content or all of the new, whatever happens in between: the content goes to
/// a temporary file in the same folder, is flushed to the disk, and is then renamed.
/// </summary>
public static class AtomicFile
{
    /// <summary>Writes a file, replacing one of that name.</summary>
    /// <param name="path">The file. A symbolic link is followed; a folder is refused; a device (under <c>/dev</c>) is written to directly.</param>
    /// <param name="write">Writes the content to the stream that it is given; it need not dispose of it. If it throws, the old file stays
    /// and nothing is left behind.</param>
    /// <exception cref="IOException">The file could not be written; the message names it and says why.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string? temporary = null;
        try
        {
            if (IsDevice(Path.GetFullPath(path)))
            {
                using FileStream device = new(path, FileMode.Open, FileAccess.Write);
                write(device);
                return;
            }

            string target = Target(path);
            temporary = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}.tmp");
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
            temporary = null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"Cannot write '{path}': {Reason(exception, path, temporary)}", exception);
        }
        finally
        {
            Delete(temporary);
        }
    }

    /// <summary>Writes bytes to a file, replacing one of that name; see <see cref="Write"/>.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Its content.</param>
    /// <exception cref="IOException">The file could not be written; the message names it and says why.</exception>
    public static void WriteAllBytes(string path, ReadOnlyMemory<byte> content) => Write(path, stream => stream.Write(content.Span));

    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.EndsInDirectorySeparator(full) || Directory.Exists(full))
        {
            throw new IOException("it is a folder; name a file.");
        }

        FileInfo file = new(full);
        string target = file.LinkTarget is null ? full : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        if (!Directory.Exists(Path.GetDirectoryName(target)))
        {
            throw new IOException($"the folder '{Path.GetDirectoryName(target)}' does not exist.");
        }

        return target;
    }

    // Renaming over /dev/null would replace it by a file. /dev/shm is an ordinary folder in memory.
    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && path.StartsWith("/dev/", StringComparison.Ordinal)
        && !path.StartsWith("/dev/shm/", StringComparison.Ordinal) && File.Exists(path);

    // The system's message names the temporary file, which nobody knows.
    /// <summary>Why, without the name of the temporary file, which means nothing to a user, and what to do.</summary>
    private static string Reason(Exception exception, string path, string? temporary)
    {
        string reason = temporary is null
            ? exception.Message
            : exception.Message.Replace($" : '{temporary}'", "", StringComparison.Ordinal).Replace(temporary, path, StringComparison.Ordinal);
        return $"{reason.TrimEnd('.')}. Check the folder, its permissions and the space left; what was there before is unchanged.";
    }

    private static void Delete(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The failure that led here is reported; this one would hide it.
        }
    }
}
