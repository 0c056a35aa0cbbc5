namespace Adjoint.Data.Fetching;

/// <summary>How long a <see cref="FileFetcher"/> waits, and how often it tries.</summary>
public sealed record FetchOptions
{
    /// <summary>Attempts at each mirror, at least 1. One that brings at least a mebibyte further than all before it is not counted.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second attempt; it doubles before each further one.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(0.5);

    /// <summary>The time that a server has to accept a connection; above 0.</summary>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The time without a byte after which a server counts as stalled; above 0.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Told, in a line, why another attempt is made; or nothing.</summary>
    public Action<string>? Notice { get; init; }
}
