using System.CommandLine;
using Adjoint.Cli.Arguments;

namespace Adjoint.Cli.Commands;

/// <summary><c>adjoint data</c>: published data sets, listed and fetched.</summary>
internal static class DataCommand
{
    public static Command Create(Invocation invocation)
    {
        Command command = new("data", "Lists the data sets that can be fetched by name, and fetches them.")
        {
            DataListCommand.Create(), DataFetchCommand.Create(invocation),
        };
        HelpWithExamples.Add(command, "adjoint data list", "adjoint data fetch fashion-mnist");
        command.SetAction(int (_) => throw CommandException.Usage("name what to do: list, fetch (see 'adjoint data --help')"));
        return command;
    }
}
