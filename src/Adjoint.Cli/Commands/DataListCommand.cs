using System.CommandLine;
using System.Text.Json;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Output;
using Adjoint.Data.Fetching;
using Spectre.Console;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint data list</c>: what can be fetched.</summary>
internal static class DataListCommand
{
    public static Command Create()
    {
        Option<bool> json = CommandOptions.Json();
        Command command = new("list", "Lists the data sets that can be fetched: what they hold, how large they are, their licence and their authors' page.") { json };
        HelpWithExamples.Add(command, "adjoint data list", "adjoint data list --json");
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                JsonOutput.Print(Write);
            }
            else
            {
                Print();
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static void Print()
    {
        Table table = Tables.Create("name", "size", "licence", "source");
        foreach (PublishedData data in PublishedDataTable.All)
        {
            table.AddRow(Tables.Row(data.Name, Tables.Bytes(data.Size), data.Licence, data.Source.AbsoluteUri));
        }

        Terminal.Output.Write(table);
        foreach (PublishedData data in PublishedDataTable.All)
        {
            Terminal.Print($"{data.Name}: {data.Description}. Fetch it with: adjoint data fetch {data.Name}");
        }
    }

    private static void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("sets");
        foreach (PublishedData data in PublishedDataTable.All)
        {
            writer.WriteStartObject();
            writer.WriteString("name", data.Name);
            writer.WriteString("description", data.Description);
            writer.WriteNumber("bytes", data.Size);
            writer.WriteString("licence", data.Licence);
            writer.WriteString("source", data.Source.AbsoluteUri);
            writer.WriteStartArray("mirrors");
            foreach (Uri mirror in data.Mirrors)
            {
                writer.WriteStringValue(mirror.AbsoluteUri);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
