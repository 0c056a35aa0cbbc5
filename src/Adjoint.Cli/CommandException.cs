namespace Adjoint.Cli;

/// <summary>An end that was foreseen: its message is the one line that the user gets.</summary>
/// <param name="exitCode">One of <see cref="ExitCode"/>.</param>
/// <param name="message">What, where, and what to do.</param>
internal sealed class CommandException(int exitCode, string message) : Exception(message)
{
    /// <summary>What the process returns.</summary>
    public int ExitCode { get; } = exitCode;

    /// <summary>The command line is wrong.</summary>
    public static CommandException Usage(string message) => new(Cli.ExitCode.Usage, message);

    /// <summary>The work cannot be done.</summary>
    public static CommandException Failed(string message) => new(Cli.ExitCode.Failed, message);

    /// <summary>The user stopped it.</summary>
    public static CommandException Interrupted(string message) => new(Cli.ExitCode.Interrupted, message);
}
