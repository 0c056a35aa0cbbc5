using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Adjoint.Data.Fetching;

/// <summary>One request for a file, or for what is missing of it.</summary>
/// <param name="client">Sends it.</param>
/// <param name="stallTimeout">The time without a byte after which the server counts as stalled.</param>
internal sealed class Transfer(HttpClient client, TimeSpan stallTimeout)
{
    private const int BufferSize = 1 << 16;

    /// <summary>Asks for the file and writes what arrives into its part.</summary>
    /// <param name="file">The file.</param>
    /// <param name="address">Its address.</param>
    /// <param name="part">What has arrived of it; holds all of it afterwards.</param>
    /// <param name="progress">Told how many bytes have arrived.</param>
    /// <param name="cancellation">Stops it; what has arrived is kept.</param>
    /// <returns>Whether some of it had arrived before, perhaps from elsewhere.</returns>
    /// <exception cref="TransferException">It did not arrive, or not all of it.</exception>
    /// <exception cref="IOException">The part cannot be written.</exception>
    public async Task<bool> RunAsync(PublishedFile file, Uri address, PartialFile part, IProgress<long>? progress, CancellationToken cancellation)
    {
        long have = part.Length;
        if (have == file.Size)
        {
            return true;
        }

        if (have > file.Size)
        {
            part.Delete();
            have = 0;
        }

        using CancellationTokenSource patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using HttpResponseMessage response = await ReceivedAsync(token => client.SendAsync(Request(address, part, have), HttpCompletionOption.ResponseHeadersRead, token), patience, cancellation).ConfigureAwait(false);
        have = Start(response, file, part, have);
        bool resumed = have > 0;
        if (!resumed)
        {
            part.Remember(address, response.Headers.ETag);
        }

        using FileStream output = part.Open(have);
        using Stream content = await ReceivedAsync(response.Content.ReadAsStreamAsync, patience, cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[BufferSize];
        while (true)
        {
            progress?.Report(have);
            int read = await ReceivedAsync(token => content.ReadAsync(buffer, token).AsTask(), patience, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                break;
            }

            if (have + read > file.Size)
            {
                throw TooLong(file);
            }

            output.Write(buffer, 0, read);
            have += read;
        }

        return have == file.Size ? resumed : throw Cut(have, file.Size);
    }

    private static HttpRequestMessage Request(Uri address, PartialFile part, long have)
    {
        HttpRequestMessage request = new(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            if (part.Tag(address) is EntityTagHeaderValue tag)
            {
                request.Headers.IfRange = new RangeConditionHeaderValue(tag);
            }
        }

        return request;
    }

    /// <summary>The place in the file where the answer begins.</summary>
    private static long Start(HttpResponseMessage response, PublishedFile file, PartialFile part, long have)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                CheckSize(response.Content.Headers.ContentLength, file);
                return 0;

            case HttpStatusCode.PartialContent:
                ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
                CheckSize(range?.Length, file);
                if (range?.From == have)
                {
                    return have;
                }

                part.Delete();
                throw new TransferException($"the server sent another part than the one asked for, from byte {have} on", isFinal: have == 0);

            case HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Delete();
                throw new TransferException($"the server has nothing from byte {have} on", isFinal: have == 0);

            case HttpStatusCode status:
                bool mayPass = status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests || (int)status >= 500;
                throw new TransferException($"the server answered {(int)status} ({OneLine(response.ReasonPhrase ?? status.ToString())})", isFinal: !mayPass);
        }
    }

    private static void CheckSize(long? stated, PublishedFile file)
    {
        if (stated is long size && size != file.Size)
        {
            throw new TransferException(string.Create(CultureInfo.InvariantCulture, $"the server states {size:N0} bytes, the published file has {file.Size:N0}"), isFinal: true);
        }
    }

    /// <summary>Waits for the network, but not for ever; its failures are those of a transfer.</summary>
    private async Task<T> ReceivedAsync<T>(Func<CancellationToken, Task<T>> receive, CancellationTokenSource patience, CancellationToken cancellation)
    {
        patience.CancelAfter(stallTimeout);
        try
        {
            T received = await receive(patience.Token).ConfigureAwait(false);
            patience.CancelAfter(Timeout.InfiniteTimeSpan);
            return received;
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TransferException(string.Create(CultureInfo.InvariantCulture, $"the server was silent for {stallTimeout.TotalSeconds:0.#} s, or accepted no connection"), isFinal: false, exception);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            throw new TransferException($"the connection failed: {OneLine(exception.GetBaseException().Message).TrimEnd('.')}", isFinal: false, exception);
        }
    }

    private static TransferException Cut(long have, long size) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the connection ended after {have:N0} of {size:N0} bytes"), isFinal: false);

    private static TransferException TooLong(PublishedFile file) =>
        new(string.Create(CultureInfo.InvariantCulture, $"the server sends more than the {file.Size:N0} bytes of the published file"), isFinal: true);

    private static string OneLine(string text) => text.ReplaceLineEndings(" ").Trim();
}
