using System.Text;

namespace Adjoint.Cli;

/// <summary>What every command gets besides its own arguments.</summary>
/// <param name="Arguments">All arguments, as the user wrote them.</param>
/// <param name="Interruption">What Ctrl-C sets.</param>
internal sealed record Invocation(IReadOnlyList<string> Arguments, Interruption Interruption)
{
    /// <summary>Set by Ctrl-C.</summary>
    public CancellationToken Cancellation => Interruption.Token;

    /// <summary>The command line with an argument added unless it is there, ready to be pasted into a shell.</summary>
    public string With(string argument)
    {
        StringBuilder line = new("adjoint");
        foreach (string each in Arguments.Contains(argument) ? Arguments : [.. Arguments, argument])
        {
            bool plain = each.Length > 0 && each.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=,:+@%".Contains(c, StringComparison.Ordinal));
            line.Append(' ').Append(plain ? each : $"'{each.Replace("'", "'\\''", StringComparison.Ordinal)}'");
        }

        return line.ToString();
    }
}
