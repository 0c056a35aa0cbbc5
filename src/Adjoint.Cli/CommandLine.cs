using System.CommandLine;
using System.CommandLine.Parsing;
using Adjoint.Cli.Arguments;
using Adjoint.Cli.Commands;
using Adjoint.Cli.Output;
using Adjoint.Configuration;
using Adjoint.Graph;
using Adjoint.Imaging;
using Adjoint.Language;
using Adjoint.Training;

namespace Adjoint.Cli;

/// <summary>From the arguments to an exit code: parses, runs, and turns whatever fails into one line.</summary>
internal static class CommandLine
{
    private const string Name = "adjoint";

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">What stands after its name.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static int Run(string[] arguments)
    {
        StandardStream.Install();
        using Interruption interruption = new();
        string place = Name;
        try
        {
            RootCommand root = Root(new Invocation(arguments, interruption));
            ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
            place = PathOf(parsed.CommandResult);
            if (parsed.Errors.Count > 0)
            {
                throw CommandException.Usage($"{UsageErrors.Describe(parsed)} (see '{place} --help')");
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
#pragma warning disable CA1031 // Whatever happens, the user gets a line and no stack trace.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            (int code, string message) = Explain(exception);
            Terminal.Note($"{place}: {message}");
            return code;
        }
    }

    private static RootCommand Root(Invocation invocation)
    {
        RootCommand root = new("Trains, runs, scores and describes convolutional image models; evaluates expressions and their gradients.") { HelpName = Name };
        root.Add(TrainCommand.Create(invocation));
        root.Add(RunCommand.Create(invocation));
        root.Add(ScoreCommand.Create(invocation));
        root.Add(SummaryCommand.Create());
        root.Add(EvalCommand.Create());
        root.Add(AnalyzeCommand.Create(invocation));
        root.Add(MatrixCommand.Create(invocation));
        root.Add(CheckCommand.Create(invocation));
        root.Add(DataCommand.Create(invocation));
        HelpWithExamples.AddTo(root, "adjoint train greyscale", "adjoint run runs/greyscale/greyscale.safetensors --input photo.png --output clean.png",
            "adjoint eval 'sumsq(x - conv(w, y))' --set w=[1,0,-1] --set y=[1,2,4,8,16] --set x=[1,1,1] --grad w",
            "adjoint matrix 'conv(w, y)' --wrt y --shape w=3 --shape y=5");

        // Without a command there is nothing to do but to say what there is.
        root.SetAction(int (_) => throw CommandException.Usage(
            $"name a command: {string.Join(", ", root.Subcommands.Select(command => command.Name))} (see '{Name} --help')"));
        return root;
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult parent ? $"{PathOf(parent)} {result.Command.Name}" : Name;

    private static (int Code, string Message) Explain(Exception exception) => exception switch
    {
        CommandException expected => (expected.ExitCode, OneLine(expected.Message)),
        ExpressionException expression => (ExitCode.Usage, $"{OneLine(expression.Message)}\n{expression.Excerpt()}"),
        OperationCanceledException => (ExitCode.Interrupted, "interrupted; nothing was written."),
        OutOfMemoryException => (ExitCode.Failed, "there is not enough memory for this; free some, or use smaller pictures."),
        AggregateException { InnerException: Exception inner } => Explain(inner),
        IOException or UnauthorizedAccessException or InvalidDataException or PictureFormatException or TrainingException or ShapeException or SettingsException
            or NotSupportedException => (ExitCode.Failed, OneLine(exception.Message)),

        // The name of a parameter in the source means nothing to a user.
        ArgumentException { ParamName: string name } => (ExitCode.Failed, OneLine(exception.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal))),
        ArgumentException => (ExitCode.Failed, OneLine(exception.Message)),
        _ => (ExitCode.Failed, $"this should not have happened; please report it: {exception.GetType().Name}: {OneLine(exception.Message)}"),
    };

    private static string OneLine(string message) => message.ReplaceLineEndings(" ").Trim();
}
