using System.Security.Cryptography;
using Adjoint.Data.Fetching;
using Adjoint.Tensors;
using Adjoint.Tests.Tensors;

namespace Adjoint.Tests.Data.Fetching;

/// <summary>Files are fetched from a server on this machine that misbehaves in every way known of.</summary>
public sealed class FileFetcherTests : IDisposable
{
    private const string Name = "file.gz", Tag = "\"first\"";

    private static readonly byte[] Content = RandomBytes(300_000), Other = RandomBytes(300_001)[1..];
    private static readonly PublishedFile File = new(Name, Content.Length, Checksum(Content));

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _notices = [];

    private string Path => _folder[Name];

    private string Part => _folder[Name + ".part"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_file_is_fetched_once()
    {
        using LocalServer server = new(request => LocalAnswer.Of(Content, request));
        Heard progress = new();
        Assert.True(await Fetch([server.Address], progress));
        AssertFetched();
        Assert.Equal((0, Content.Length), (progress.Values[0], progress.Values[^1]));
        Assert.Equal(progress.Values.Order(), progress.Values);
        Assert.False(await Fetch([server.Address], progress));
        Assert.Equal("/files/" + Name, Assert.Single(server.Requests).Path);
    }

    [Fact]
    public async Task A_file_that_is_there_but_wrong_is_replaced()
    {
        _folder.Write(Name, Other);
        using LocalServer server = new(request => LocalAnswer.Of(Content, request));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
    }

    [Theory]
    [InlineData(null)]
    [InlineData(Tag)]
    [InlineData("W/\"weak\"")]
    public async Task Of_a_cut_download_only_the_rest_is_asked_for(string? tag)
    {
        using LocalServer server = new(request => LocalAnswer.Of(Content, request, request.Number == 0 ? 123_456 : null, tag));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal([null, 123_456], server.Requests.Select(request => request.From));

        // A weak tag does not promise the same bytes.
        Assert.Equal(tag == Tag ? Tag : null, server.Requests[1].IfRange);
        Assert.Contains("the connection", Assert.Single(_notices));
    }

    [Fact]
    public async Task A_download_goes_on_in_another_process()
    {
        bool whole = false;
        using LocalServer server = new(request => LocalAnswer.Of(Content, request, whole ? null : 1000, Tag));
        FetchException failure = await Assert.ThrowsAsync<FetchException>(() => Fetch([server.Address], options: Quick with { Attempts = 1 }));
        Assert.Contains("1,000 of 300,000 bytes are kept", failure.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path));
        whole = true;
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal((1000, Tag), (server.Requests[^1].From, server.Requests[^1].IfRange));
    }

    [Fact]
    public async Task A_server_without_ranges_begins_anew()
    {
        using LocalServer server = new(request => LocalAnswer.Of(Content, request with { From = null }, request.Number == 0 ? 5000 : null));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal(5000, server.Requests[1].From);
    }

    [Fact]
    public async Task Another_version_under_the_same_address_begins_anew()
    {
        // What arrived is of a version that the server no longer has: it says so by its tag, and answers with the whole of the new one.
        using LocalServer server = new(request => request.Number == 0
            ? LocalAnswer.Of(Other, request, 5000, Tag)
            : LocalAnswer.Of(Content, request.IfRange == Tag ? request with { From = null } : request, tag: "\"second\""));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal(2, server.Requests.Length);
    }

    [Fact]
    public async Task Parts_of_two_versions_are_noticed_and_fetched_whole()
    {
        _folder.Write(Name + ".part", Other[..5000]);
        using LocalServer server = new(request => LocalAnswer.Of(Content, request));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal([5000, null], server.Requests.Select(request => request.From));
        Assert.Contains("checksum", Assert.Single(_notices));
    }

    [Theory]
    [InlineData(300_000)]
    [InlineData(300_123)]
    public async Task A_part_as_long_as_the_file_or_longer_is_checked(int length)
    {
        _folder.Write(Name + ".part", [.. Content, .. new byte[length - Content.Length]]);
        using LocalServer server = new(request => LocalAnswer.Of(Content, request));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal(length == Content.Length ? 0 : 1, server.Requests.Length);
    }

    [Fact]
    public async Task A_wrong_checksum_is_an_error_and_leaves_nothing()
    {
        using LocalServer server = new(request => LocalAnswer.Of(Other, request));
        string message = await Fails(server.Address);
        Assert.Contains("checksum (MD5) is", message, StringComparison.Ordinal);
        Assert.Contains(File.Md5, message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_mirror_that_does_not_have_it_is_left_for_the_next()
    {
        using LocalServer first = new(_ => LocalAnswer.Nothing("404 Not Found")), second = new(request => LocalAnswer.Of(Content, request));
        Assert.Contains("404 (Not Found)", await Fails(first.Address), StringComparison.Ordinal);
        Assert.True(await Fetch([first.Address, second.Address]));
        AssertFetched();
        Assert.Equal((2, 1), (first.Requests.Length, second.Requests.Length));
    }

    [Fact]
    public async Task A_busy_server_is_asked_again()
    {
        using LocalServer server = new(request => request.Number < 2 ? LocalAnswer.Nothing("503 Service Unavailable") : LocalAnswer.Of(Content, request));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal(2, _notices.Count);
    }

    [Fact]
    public async Task A_stalled_server_is_left_after_some_attempts()
    {
        using LocalServer server = new(request => LocalAnswer.Of(Content, request, 100) with { Stalls = true });
        Assert.Contains("silent for 1 s", await Fails(server.Address, Impatient), StringComparison.Ordinal);
        Assert.Equal([null, 100, 200, 300], server.Requests.Select(request => request.From));
    }

    [Fact]
    public async Task A_server_that_never_answers_is_left()
    {
        using LocalServer server = new(_ => new LocalAnswer("200 OK", [], default, Stalls: true));
        Assert.Contains("silent", await Fails(server.Address, Impatient), StringComparison.Ordinal);
        Assert.Equal(Quick.Attempts, server.Requests.Length);
    }

    [Fact]
    public async Task Nobody_there_is_said_with_the_address()
    {
        Uri address;
        using (LocalServer server = new(_ => LocalAnswer.Nothing("200 OK")))
        {
            address = server.Address;
        }

        string message = await Fails(address);
        Assert.Contains(address.AbsoluteUri, message, StringComparison.Ordinal);
        Assert.Contains("the connection failed", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_states_a_huge_length_is_refused_before_anything_is_read()
    {
        using LocalServer server = new(_ => new LocalAnswer("200 OK", ["Content-Length: 999999999999"], Content));
        Assert.Contains("states 999,999,999,999 bytes, the published file has 300,000", await Fails(server.Address), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Path));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task A_server_that_sends_without_end_is_refused_at_the_published_length()
    {
        using LocalServer server = new(_ => new LocalAnswer("200 OK", [], new byte[3_000_000]));
        Assert.Contains("more than the 300,000 bytes", await Fails(server.Address), StringComparison.Ordinal);
        Assert.InRange(new FileInfo(Part).Length, 0, Content.Length);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("Content-Range: bytes 7-299999/300000", "another part")]
    [InlineData("Content-Range: bytes 5000-299999/777777", "states 777,777 bytes")]
    [InlineData("X-Range: none", "another part")]
    public async Task A_wrong_range_is_not_believed(string header, string says)
    {
        _folder.Write(Name + ".part", Content[..5000]);
        using LocalServer server = new(_ => new LocalAnswer("206 Partial Content", [header], Content.AsMemory(7)));
        Assert.Contains(says, await Fails(server.Address), StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path));
    }

    [Fact]
    public async Task A_range_that_the_server_does_not_have_begins_anew()
    {
        _folder.Write(Name + ".part", Content[..5000]);
        using LocalServer server = new(request => request.From is null ? LocalAnswer.Of(Content, request) : LocalAnswer.Nothing("416 Range Not Satisfiable"));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
    }

    [Fact]
    public async Task What_has_arrived_is_kept_when_it_is_stopped()
    {
        using CancellationTokenSource stop = new();
        using LocalServer server = new(request => LocalAnswer.Of(Content, request, request.Number == 0 ? 20_000 : null) with { Stalls = request.Number == 0 });
        Heard progress = new(value =>
        {
            if (value == 20_000)
            {
                stop.Cancel();
            }
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Fetch([server.Address], progress, Quick, stop.Token));
        Assert.Equal(Content[..20_000], System.IO.File.ReadAllBytes(Part));
        Assert.True(await Fetch([server.Address]));
        AssertFetched();
        Assert.Equal(20_000, server.Requests[^1].From);
    }

    [Fact]
    public async Task A_name_with_a_folder_in_it_is_refused()
    {
        using FileFetcher fetcher = new();
        foreach (string name in (string[])["../file", "a/b", "", ".."])
        {
            await Assert.ThrowsAsync<ArgumentException>(() => fetcher.FetchAsync(File with { Name = name }, _folder.Path, [new Uri("http://127.0.0.1/")], null, TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public void The_known_sets_are_complete()
    {
        Assert.Equal(["fashion-mnist", "mnist"], PublishedDataTable.All.Select(data => data.Name));
        Assert.All(PublishedDataTable.All, data =>
        {
            Assert.Equal(4, data.Files.Select(file => file.Md5).Distinct().Count());
            Assert.All(data.Files, file => Assert.Matches("^[0-9a-f]{32}$", file.Md5));
            Assert.True(data.Mirrors.Count > 1 && data.Mirrors.All(mirror => mirror.AbsoluteUri.EndsWith('/')));
            Assert.Same(data, PublishedDataTable.Find(data.Name));
        });
        Assert.Null(PublishedDataTable.Find("imagenet"));
    }

    [Fact]
    public void Files_that_are_here_have_the_published_checksums()
    {
        string? folder = Environment.GetEnvironmentVariable("ADJOINT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("ADJOINT_DATA names no folder with real data (fashion-mnist).");
        }

        Assert.All(PublishedDataTable.Find("fashion-mnist")!.Files, file =>
        {
            byte[] bytes = System.IO.File.ReadAllBytes(System.IO.Path.Combine(folder, "fashion-mnist", file.Name));
            Assert.Equal((file.Size, file.Md5), (bytes.Length, Checksum(bytes)));
        });
    }

    // Answers are awaited with patience, lest a busy machine make a stall of them.
    private static FetchOptions Quick => new() { Pause = TimeSpan.FromMilliseconds(1), StallTimeout = TimeSpan.FromSeconds(30) };

    private static FetchOptions Impatient => Quick with { StallTimeout = TimeSpan.FromSeconds(1) };

#pragma warning disable CA5351 // The published checksums are MD5.
    private static string Checksum(byte[] bytes) => Convert.ToHexStringLower(MD5.HashData(bytes));
#pragma warning restore CA5351

    private static byte[] RandomBytes(int count)
    {
        byte[] bytes = new byte[count];
        KeyedRandom random = new(5, "content");
        for (int i = 0; i < count; i++)
        {
            bytes[i] = (byte)random.NextInt(256);
        }

        return bytes;
    }

    private async Task<bool> Fetch(IReadOnlyList<Uri> mirrors, IProgress<long>? progress = null, FetchOptions? options = null, CancellationToken? cancellation = null)
    {
        using FileFetcher fetcher = new((options ?? Quick) with { Notice = _notices.Add });
        return await fetcher.FetchAsync(File, _folder.Path, mirrors, progress, cancellation ?? TestContext.Current.CancellationToken);
    }

    private async Task<string> Fails(Uri address, FetchOptions? options = null)
    {
        FetchException failure = await Assert.ThrowsAsync<FetchException>(() => Fetch([address], options: options));
        Assert.DoesNotContain('\n', failure.Message);
        Assert.Contains($"'{Name}' could not be fetched", failure.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Path));
        return failure.Message;
    }

    private void AssertFetched()
    {
        Assert.Equal(Content, System.IO.File.ReadAllBytes(Path));
        Assert.Equal([Path], Directory.EnumerateFileSystemEntries(_folder.Path));
    }

    private sealed class Heard(Action<long>? then = null) : IProgress<long>
    {
        public List<long> Values { get; } = [];

        public void Report(long value)
        {
            Values.Add(value);
            then?.Invoke(value);
        }
    }
}
