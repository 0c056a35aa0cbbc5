using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Adjoint.Cli.Arguments;

/// <summary>The usual help, then examples.</summary>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyDictionary<Command, string[]> examples) : SynchronousCommandLineAction
{
    private static readonly Dictionary<Command, string[]> Examples = [];

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>Gives a command examples in its help.</summary>
    public static void Add(Command command, params string[] examples) => Examples[command] = examples;

    /// <summary>Makes the root's help, which is also that of every command in it, write examples.</summary>
    public static void AddTo(RootCommand root, params string[] examples)
    {
        Add(root, examples);
        foreach (HelpOption option in root.Options.OfType<HelpOption>())
        {
            option.Action = new HelpWithExamples((HelpAction)option.Action!, Examples);
        }
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int result = help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out string[]? lines))
        {
            TextWriter output = parseResult.InvocationConfiguration.Output;
            output.WriteLine("Examples:");
            foreach (string line in lines)
            {
                output.WriteLine($"  {line}");
            }
        }

        return result;
    }
}
