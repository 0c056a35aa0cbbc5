namespace Adjoint.Cli;

/// <summary>What every command gets besides its own arguments.</summary>
/// <param name="Arguments">All arguments, as the user wrote them.</param>
/// <param name="Interruption">What Ctrl-C sets.</param>
internal sealed record Invocation(IReadOnlyList<string> Arguments, Interruption Interruption)
{
    /// <summary>Set by Ctrl-C.</summary>
    public CancellationToken Cancellation => Interruption.Token;

    /// <summary>The command line, ready to be pasted into a shell.</summary>
    public string Line => Join(Arguments);

    /// <summary>The command line with an argument added unless it is there, ready to be pasted into a shell.</summary>
    public string With(string argument) => Join(Arguments.Contains(argument) ? Arguments : [.. Arguments, argument]);

    /// <summary>An argument as it is written in a shell.</summary>
    public static string Quoted(string argument)
    {
        bool plain = argument.Length > 0 && argument.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=,:+@%".Contains(c, StringComparison.Ordinal));
        return plain ? argument : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
    }

    private static string Join(IReadOnlyList<string> arguments) => string.Join(' ', arguments.Select(Quoted).Prepend("adjoint"));
}
