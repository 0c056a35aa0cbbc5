namespace Adjoint.Cli;

/// <summary>What the command says to its caller.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Success = 0;

    /// <summary>The work failed: a file, data, a failed check, a loss that is no number.</summary>
    public const int Failed = 1;

    /// <summary>The command line itself is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl-C or by a request to end.</summary>
    public const int Interrupted = 130;
}
