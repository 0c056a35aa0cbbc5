using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Adjoint.Tests.Data.Fetching;

/// <summary>What was asked of a <see cref="LocalServer"/>.</summary>
/// <param name="Path">The path, with its slash.</param>
/// <param name="From">The first byte asked for, if a range was.</param>
/// <param name="IfRange">The entity tag that the range is of, if one was given.</param>
/// <param name="Number">How many requests there were before it.</param>
public sealed record LocalRequest(string Path, long? From, string? IfRange, int Number);

/// <summary>What a <see cref="LocalServer"/> answers.</summary>
/// <param name="Status">The status line behind the protocol, such as <c>200 OK</c>.</param>
/// <param name="Headers">Header lines.</param>
/// <param name="Body">The body, as far as it is sent.</param>
/// <param name="Stalls">Whether the connection then stays open and silent, until the server is disposed of.</param>
public sealed record LocalAnswer(string Status, IReadOnlyList<string> Headers, ReadOnlyMemory<byte> Body, bool Stalls = false)
{
    /// <summary>All of a file, or its end where a range is asked for, cut after some bytes of it.</summary>
    public static LocalAnswer Of(byte[] file, LocalRequest request, int? sent = null, string? tag = null)
    {
        int from = (int)(request.From ?? 0);
        List<string> headers = [string.Create(CultureInfo.InvariantCulture, $"Content-Length: {file.Length - from}")];
        if (request.From is not null)
        {
            headers.Add(string.Create(CultureInfo.InvariantCulture, $"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}"));
        }

        if (tag is not null)
        {
            headers.Add($"ETag: {tag}");
        }

        return new LocalAnswer(request.From is null ? "200 OK" : "206 Partial Content", headers, file.AsMemory(from, sent ?? (file.Length - from)));
    }

    /// <summary>A status and nothing else.</summary>
    public static LocalAnswer Nothing(string status) => new(status, ["Content-Length: 0"], default);
}

/// <summary>An HTTP server on 127.0.0.1 that does what a test says, however wrong: one request a connection, which it closes after what it sends.</summary>
public sealed class LocalServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<LocalRequest, LocalAnswer> _answer;
    private readonly ConcurrentQueue<LocalRequest> _requests = new();

    public LocalServer(Func<LocalRequest, LocalAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/files"));
        _ = AcceptAsync();
    }

    /// <summary>The folder that the files seem to be in.</summary>
    public Uri Address { get; }

    /// <summary>What was asked so far.</summary>
    public LocalRequest[] Requests => [.. _requests];

    public void Dispose()
    {
        _end.Cancel();
        _listener.Stop();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync(_end.Token);
                _ = ServeAsync(client, _end.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client, CancellationToken end)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                using StreamReader reader = new(stream, Encoding.ASCII, leaveOpen: true);
                string path = (await reader.ReadLineAsync(end))!.Split(' ')[1];
                long? from = null;
                string? ifRange = null;
                while (await reader.ReadLineAsync(end) is { Length: > 0 } line)
                {
                    from = line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase) ? long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture) : from;
                    ifRange = line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase) ? line["If-Range: ".Length..] : ifRange;
                }

                LocalRequest request = new(path, from, ifRange, _requests.Count);
                _requests.Enqueue(request);
                LocalAnswer answer = _answer(request);
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {answer.Status}\r\nConnection: close\r\n{string.Concat(answer.Headers.Select(header => header + "\r\n"))}\r\n"), end);
                await stream.WriteAsync(answer.Body, end);
                if (answer.Stalls)
                {
                    await Task.Delay(Timeout.Infinite, end);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client has gone, or the test is over.
            }
        }
    }
}
