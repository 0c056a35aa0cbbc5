using System.CommandLine;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Configuration;
using Adjoint.Data.Fetching;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint data fetch</c>: brings a published data set, whole and as published.</summary>
internal static class DataFetchCommand
{
    /// <summary>The longest that a silent server is waited for, in seconds.</summary>
    private const int LongestTimeout = 3600;

    public static Command Create(Invocation invocation)
    {
        string[] names = [.. PublishedDataTable.All.Select(data => data.Name)];
        Argument<string> set = new("SET") { Description = $"The data set: {string.Join(" or ", names)}." };
        Option<string?> output = CommandOptions.FilePath("--out", "DIR", "The folder for the files; data/ and the name of the set if left out.");
        Option<string?> from = CommandOptions.FilePath("--from", "URL", "A folder on the web that holds the files, instead of the known ones, which 'adjoint data list --json' names.");
        Option<int?> timeout = CommandOptions.WholeNumber("--timeout", "SECONDS", 1, "How long a server may be silent before another attempt is made; 30 if left out.", LongestTimeout);
        Option<bool> json = CommandOptions.Json();
        Command command = new("fetch", """
            Fetches a data set. Files that are there, as published, are left alone; a broken download goes on where it ended, after Ctrl-C too; checksums are compared.
            """)
        {
            set, output, from, timeout, json,
        };
        HelpWithExamples.Add(command, "adjoint data fetch fashion-mnist", "adjoint data fetch mnist --out digits --from https://example.org/mirror/mnist/");
        command.SetAction(parsed =>
        {
            string name = parsed.GetRequiredValue(set);
            PublishedData data = PublishedDataTable.Find(name) ?? throw CommandException.Usage(
                $"there is no data set '{name}'{(NearestName.Suggestion(name, names) is { Length: > 0 } suggestion ? suggestion : ".")} Sets: {string.Join(", ", names)}");
            DataFetch fetch = new()
            {
                Data = parsed.GetValue(from) is string address ? data with { Mirrors = [Mirror(address)] } : data,
                Folder = parsed.GetValue(output) ?? Path.Combine("data", data.Name),
                StallTimeout = TimeSpan.FromSeconds(parsed.GetValue(timeout) ?? 30),
                Invocation = invocation,
            };
            IReadOnlyList<bool> fetched = fetch.Run();
            if (parsed.GetValue(json))
            {
                JsonOutput.Print(writer => fetch.Write(writer, fetched));
            }
            else
            {
                fetch.Print(fetched);
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static Uri Mirror(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address is { Scheme: "http" or "https", Query: "", Fragment: "" }
            ? address
            : throw CommandException.Usage($"--from takes the address of a folder on the web, such as https://example.org/mnist/, not '{text}'");
}
