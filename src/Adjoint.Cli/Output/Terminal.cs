using Spectre.Console;

namespace Adjoint.Cli.Output;

/// <summary>The two streams as consoles: colours and live bars on a terminal, plain text elsewhere.</summary>
internal static class Terminal
{
    /// <summary>Files and pipes get lines of any length, so that tables do not wrap.</summary>
    private const int PlainWidth = 200;

    /// <summary>Standard output, for results.</summary>
    public static IAnsiConsole Output { get; } = Create(Console.Out, Console.IsOutputRedirected);

    /// <summary>Standard error, for progress.</summary>
    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Whether progress can be shown as a live bar.</summary>
    public static bool IsLive => !Console.IsErrorRedirected && Error.Profile.Capabilities.Ansi;

    /// <summary>A line of results on standard output; it is never wrapped.</summary>
    public static void Print(string line) => Console.Out.WriteLine(line);

    /// <summary>A line of progress on standard error.</summary>
    public static void Note(string line) => Console.Error.WriteLine(line);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = redirected ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = redirected ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,

            // Nothing is asked; but only what it takes for interactive gets live bars.
            Interactive = redirected ? InteractionSupport.No : InteractionSupport.Yes,
        });
        if (redirected)
        {
            console.Profile.Width = PlainWidth;
        }

        return console;
    }
}
