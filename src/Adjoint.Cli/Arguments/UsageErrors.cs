using System.CommandLine;
using Adjoint.Configuration;

namespace Adjoint.Cli.Arguments;

/// <summary>Says in one line what is wrong with a command line.</summary>
internal static class UsageErrors
{
    /// <summary>The first fault of a command line, with the nearest known name where a name is unknown.</summary>
    public static string Describe(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [string unknown, ..])
        {
            if (unknown.StartsWith('-'))
            {
                string option = unknown.Split('=')[0];
                return $"there is no option '{option}'{NearestName.Suggestion(option, OptionNames(parsed))}";
            }

            if (command.Subcommands.Count > 0)
            {
                string[] names = [.. command.Subcommands.Where(sub => !sub.Hidden).Select(sub => sub.Name)];
                string? nearest = NearestName.Find(unknown, names);
                return nearest is null
                    ? $"there is no command '{unknown}'; there are {string.Join(", ", names)}"
                    : $"there is no command '{unknown}'; did you mean '{nearest}'?";
            }

            return $"'{unknown}' is one argument too many";
        }

        if (command.Arguments.FirstOrDefault(argument => argument.Arity.MinimumNumberOfValues > 0 && parsed.GetResult(argument) is not { Tokens.Count: > 0 }) is Argument missing)
        {
            return $"{missing.Name} is missing: {missing.Description}".TrimEnd('.');
        }

        return parsed.Errors[0].Message.ReplaceLineEndings(" ").TrimEnd('.');
    }

    private static IEnumerable<string> OptionNames(ParseResult parsed) =>
        parsed.CommandResult.Command.Options.Where(option => !option.Hidden).SelectMany(option => option.Aliases.Prepend(option.Name));
}
