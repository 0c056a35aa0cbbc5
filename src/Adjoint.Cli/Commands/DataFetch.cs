using System.Text.Json;
using Adjoint.Cli.Output;
using Adjoint.Data.Fetching;
using Spectre.Console;

namespace Adjoint.Cli.Commands;

/// <summary>One run of <c>adjoint data fetch</c>.</summary>
internal sealed class DataFetch
{
    /// <summary>What is fetched, and from where.</summary>
    public required PublishedData Data { get; init; }

    /// <summary>Where the files go.</summary>
    public required string Folder { get; init; }

    /// <summary>How long a server may be silent.</summary>
    public required TimeSpan StallTimeout { get; init; }

    /// <summary>The command line and its cancellation.</summary>
    public required Invocation Invocation { get; init; }

    /// <summary>How the set is trained on.</summary>
    private string TrainingCommand => $"adjoint train digits --data {Invocation.Quoted(Folder)}";

    /// <summary>Fetches what is missing.</summary>
    /// <returns>For each file whether it was fetched; otherwise it was there.</returns>
    public IReadOnlyList<bool> Run()
    {
        Commands.Folder.Make(Folder);
        try
        {
            return WorkProgress.Run($"fetching {Data.Name} ({Tables.Bytes(Data.Size)})", progress => FetchAsync(progress).GetAwaiter().GetResult());
        }
        catch (OperationCanceledException)
        {
            throw CommandException.Interrupted($"interrupted; what has arrived is kept in '{Folder}'. Go on with: {Invocation.Line}");
        }
        catch (FetchException exception)
        {
            throw CommandException.Failed($"{exception.Message} Name one with --from.");
        }
    }

    /// <summary>Prints what was done, and what to do next.</summary>
    public void Print(IReadOnlyList<bool> fetched)
    {
        for (int i = 0; i < fetched.Count; i++)
        {
            string state = fetched[i] ? "fetched" : "was there already";
            Terminal.Print($"{Path.Combine(Folder, Data.Files[i].Name)}: {state}, {Tables.Bytes(Data.Files[i].Size)}, checksum as published");
        }

        Terminal.Print($"Licence: {Data.Licence} ({Data.Source.AbsoluteUri})");
        Terminal.Print($"Train with: {TrainingCommand}");
    }

    /// <summary>Writes the same as members of an object.</summary>
    public void Write(Utf8JsonWriter writer, IReadOnlyList<bool> fetched)
    {
        writer.WriteString("name", Data.Name);
        writer.WriteString("folder", Folder);
        writer.WriteStartArray("files");
        for (int i = 0; i < fetched.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("name", Data.Files[i].Name);
            writer.WriteNumber("bytes", Data.Files[i].Size);
            writer.WriteBoolean("fetched", fetched[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteString("train", TrainingCommand);
    }

    private async Task<IReadOnlyList<bool>> FetchAsync(IProgress<double> progress)
    {
        using FileFetcher fetcher = new(new FetchOptions { StallTimeout = StallTimeout, Notice = Note });
        List<bool> fetched = [];
        long before = 0;
        foreach (PublishedFile file in Data.Files)
        {
            Share share = new(progress, before, Data.Size);
            fetched.Add(await fetcher.FetchAsync(file, Folder, Data.Mirrors, share, Invocation.Cancellation).ConfigureAwait(false));
            before += file.Size;
        }

        return fetched;
    }

    // Above a live bar, not across it.
    private static void Note(string line)
    {
        if (Terminal.IsLive)
        {
            Terminal.Error.WriteLine(line);
        }
        else
        {
            Terminal.Note(line);
        }
    }

    /// <summary>One file's bytes as a part of all.</summary>
    private sealed class Share(IProgress<double> progress, long before, long all) : IProgress<long>
    {
        public void Report(long value) => progress.Report((double)(before + value) / all);
    }
}
