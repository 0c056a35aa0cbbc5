using System.Globalization;

namespace Adjoint.Data.Fetching;

/// <summary>
/// Fetches published files over HTTP. What has arrived stays in a <c>.part</c> file beside, and only the rest is asked for by the next attempt, be it in another process (RFC 9110, section 14:
/// <c>Range</c>, with <c>If-Range</c> where the server gave a strong entity tag). A file gets its name when its checksum is the published one.
/// </summary>
public sealed class FileFetcher : IDisposable
{
    private const long Mebibyte = 1 << 20;

    private readonly FetchOptions _options;
    private readonly HttpClient _client;

    /// <summary>Makes a fetcher.</summary>
    /// <param name="options">How long it waits and how often it tries.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public FileFetcher(FetchOptions? options = null)
    {
        _options = options ?? new FetchOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Attempts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Pause, TimeSpan.Zero, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(_options.StallTimeout, TimeSpan.Zero, nameof(options));
        _client = new HttpClient(new SocketsHttpHandler { ConnectTimeout = _options.ConnectTimeout, MaxAutomaticRedirections = 5 }) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>Fetches a file unless it is there already.</summary>
    /// <param name="file">The file.</param>
    /// <param name="folder">Where it goes; made if it does not exist.</param>
    /// <param name="mirrors">Folders on the web that hold it, tried in this order.</param>
    /// <param name="progress">Told, from any thread, how many bytes of the file are here; less again where a server begins anew.</param>
    /// <param name="cancellation">Stops it; what has arrived is kept.</param>
    /// <returns>Whether it was fetched; otherwise it was there, as published.</returns>
    /// <exception cref="FetchException">No mirror gave it.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="ArgumentException">The file's name is no plain name, or there is no mirror.</exception>
    public async Task<bool> FetchAsync(
        PublishedFile file, string folder, IReadOnlyList<Uri> mirrors, IProgress<long>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(mirrors);
        if (file.Name is "" or "." or ".." || Path.GetFileName(file.Name) != file.Name || mirrors.Count == 0)
        {
            throw new ArgumentException($"A file with a plain name is fetched from at least one mirror, not '{file.Name}' from {mirrors.Count}.", nameof(file));
        }

        string path = Path.Combine(folder, file.Name);
        if (new FileInfo(path) is { Exists: true } there && there.Length == file.Size && PartialFile.Md5(path) == file.Md5)
        {
            progress?.Report(file.Size);
            return false;
        }

        Directory.CreateDirectory(folder);
        PartialFile part = new(path);
        List<string> failures = [];
        foreach (Uri mirror in mirrors)
        {
            Uri address = Address(mirror, file.Name);
            try
            {
                await FetchAsync(file, address, part, progress, cancellation).ConfigureAwait(false);
                return true;
            }
            catch (TransferException exception)
            {
                failures.Add($"{address}: {exception.Message}");
            }
        }

        string kept = part.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $" {part.Length:N0} of {file.Size:N0} bytes are kept, and fetching goes on from there.")
            : "";
        throw new FetchException($"'{file.Name}' could not be fetched. {string.Join("; ", failures)}. Check the connection, or try another mirror.{kept}");
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task FetchAsync(PublishedFile file, Uri address, PartialFile part, IProgress<long>? progress, CancellationToken cancellation)
    {
        Transfer transfer = new(_client, _options.StallTimeout);
        long furthest = part.Length;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                bool resumed = await transfer.RunAsync(file, address, part, progress, cancellation).ConfigureAwait(false);
                string checksum = part.Md5();
                if (checksum == file.Md5)
                {
                    part.Complete();
                    progress?.Report(file.Size);
                    return;
                }

                // Put together from two versions it may be wrong though the server's is right.
                part.Delete();
                throw new TransferException($"the checksum (MD5) is {checksum} and not the published {file.Md5}; what arrived is deleted", isFinal: !resumed);
            }
            catch (TransferException exception) when (!exception.IsFinal)
            {
                if (part.Length >= furthest + Mebibyte)
                {
                    (furthest, attempt) = (part.Length, 0);
                }

                if (attempt >= _options.Attempts)
                {
                    throw;
                }

                _options.Notice?.Invoke($"{file.Name}: {exception.Message}; trying again");
            }

            await Task.Delay(_options.Pause * Math.Pow(2, Math.Max(0, attempt - 1)), cancellation).ConfigureAwait(false);
        }
    }

    private static Uri Address(Uri mirror, string name) =>
        new(mirror.AbsoluteUri.EndsWith('/') ? mirror : new Uri(mirror.AbsoluteUri + "/"), Uri.EscapeDataString(name));
}
