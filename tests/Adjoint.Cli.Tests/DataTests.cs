using System.Text.Json;
using Adjoint.Data.Fetching;
using Adjoint.Tests.Data.Fetching;

namespace Adjoint.Cli.Tests;

/// <summary><c>adjoint data</c> against a server on this machine.</summary>
public sealed class DataTests : IDisposable
{
    private const string First = "train-images-idx3-ubyte.gz";

    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void The_list_says_size_licence_and_source()
    {
        string text = _place.Run("data", "list").Succeeds().Output;
        Assert.All((string[])["fashion-mnist", "30.9 MB", "MIT", "https://github.com/zalandoresearch/fashion-mnist", "mnist", "11.6 MB", "CC BY-SA 3.0", "adjoint data fetch mnist"], word => Assert.Contains(word, text, StringComparison.Ordinal));
        JsonElement sets = _place.Run("data", "list", "--json").Json().GetProperty("sets");
        Assert.Equal(["fashion-mnist", "mnist"], sets.EnumerateArray().Select(set => set.GetProperty("name").GetString()!));
        Assert.Equal(30_878_645, sets[0].GetProperty("bytes").GetInt64());
    }

    [Theory]
    [InlineData("data", "name what to do: list, fetch")]
    [InlineData("data get", "there is no command 'get'")]
    [InlineData("data fetch", "SET is missing")]
    [InlineData("data fetch fashionmnist", "did you mean 'fashion-mnist'?")]
    [InlineData("data fetch mnist --from ftp://example.org/", "--from takes the address of a folder on the web")]
    [InlineData("data fetch mnist --from here", "--from takes the address of a folder on the web")]
    [InlineData("data fetch mnist --timeout 0", "--timeout takes a whole number from 1")]
    public void A_wrong_command_line_gives_2(string arguments, string message) => Fails(2, message, arguments.Split(' '));

    [Fact]
    public void A_server_without_the_files_gives_1()
    {
        using LocalServer server = new(_ => LocalAnswer.Nothing("404 Not Found"));
        Fails(1, $"'{First}' could not be fetched. {server.Address}/{First}: the server answered 404", "data", "fetch", "mnist", "--json", "--from", server.Address.AbsoluteUri);
    }

    [Fact]
    public void A_wrong_checksum_gives_1_and_leaves_no_file()
    {
        byte[] wrong = new byte[PublishedDataTable.Find("mnist")!.Files[0].Size];
        using LocalServer server = new(request => LocalAnswer.Of(wrong, request));
        Fails(1, "and not the published f68b3c2dcbeaaa9fbdd348bbdeb94873", "data", "fetch", "mnist", "--out", "there", "--from", server.Address.AbsoluteUri);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_place["there"]));
    }

    [Fact]
    public void A_huge_file_gives_1()
    {
        using LocalServer server = new(_ => new LocalAnswer("200 OK", ["Content-Length: 9000000000000000000"], new byte[100]));
        Fails(1, "states 9,000,000,000,000,000,000 bytes, the published file has 9,912,422", "data", "fetch", "mnist", "--from", server.Address.AbsoluteUri);
    }

    [Fact]
    public async Task After_a_signal_the_part_is_kept()
    {
        byte[] file = new byte[PublishedDataTable.Find("mnist")!.Files[0].Size];
        using LocalServer server = new(request => LocalAnswer.Of(file, request, 100_000) with { Stalls = true });
        using AdjointCommand command = AdjointCommand.Start(_place.Folder, "data", "fetch", "mnist", "--from", server.Address.AbsoluteUri);
        FileInfo part = new(_place[$"data/mnist/{First}.part"]);
        while (command.IsRunning && !(part.Exists && part.Length == 100_000))
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
            part.Refresh();
        }

        command.Signal("INT");
        CommandResult result = command.Wait();
        Assert.Equal((130, ""), (result.ExitCode, result.Output));
        Assert.Contains($"Go on with: adjoint data fetch mnist --from {server.Address.AbsoluteUri}", result.ErrorLines[^1], StringComparison.Ordinal);
        Assert.Equal([part.FullName], Directory.EnumerateFiles(_place["data/mnist"]));
    }

    [Fact]
    public void Real_data_are_fetched_once_and_can_be_trained_on()
    {
        string? folder = Environment.GetEnvironmentVariable("ADJOINT_DATA");
        if (string.IsNullOrEmpty(folder))
        {
            Assert.Skip("ADJOINT_DATA names no folder with real data (fashion-mnist).");
        }

        // The first connection is cut.
        using LocalServer server = new(request => LocalAnswer.Of(File.ReadAllBytes(Path.Combine(folder, "fashion-mnist", Path.GetFileName(request.Path))), request, request.Number == 0 ? 12_345_678 : null));
        string text = _place.Run("data", "fetch", "fashion-mnist", "--from", server.Address.AbsoluteUri).Succeeds().Output;
        Assert.Contains("adjoint train digits --data data/fashion-mnist", text, StringComparison.Ordinal);
        Assert.Equal([null, 12_345_678, null, null, null], server.Requests.Select(request => request.From));
        JsonElement again = _place.Run("data", "fetch", "fashion-mnist", "--json", "--from", server.Address.AbsoluteUri).Json();
        Assert.All(again.GetProperty("files").EnumerateArray(), file => Assert.False(file.GetProperty("fetched").GetBoolean()));
        Assert.Equal(5, server.Requests.Length);
    }

    private void Fails(int exitCode, string message, params string[] arguments)
    {
        CommandResult result = _place.Run(arguments);
        string line = Assert.Single(result.ErrorLines, each => each.StartsWith("adjoint", StringComparison.Ordinal));
        Assert.Contains(message, line, StringComparison.Ordinal);
        Assert.Equal((exitCode, ""), (result.ExitCode, result.Output));
    }
}
