using System.Diagnostics;

namespace Adjoint.Analysis;

/// <summary>The time that searches may take, asked before each evaluation. It remembers whether it cut one.</summary>
/// <param name="cap">How long, from now.</param>
internal sealed class AnalysisClock(TimeSpan cap)
{
    private readonly long _start = Stopwatch.GetTimestamp();

    /// <summary>Whether a search was told to end.</summary>
    public bool HasCut { get; private set; }

    /// <summary>Whether the time is over; who asks ends if it is.</summary>
    public bool IsOver
    {
        get
        {
            HasCut |= Left <= TimeSpan.Zero;
            return HasCut;
        }
    }

    private TimeSpan Left => cap - Stopwatch.GetElapsedTime(_start);

    /// <summary>A clock for a search that leaves time to others.</summary>
    /// <param name="share">Which part of the time that is left it may take, from 0 to 1.</param>
    public AnalysisClock Part(double share) => new(share * (Left > TimeSpan.Zero ? Left : TimeSpan.Zero));

    /// <summary>Ends an evaluation that takes long.</summary>
    /// <exception cref="OperationCanceledException">The time is over.</exception>
    public void ThrowIfOver()
    {
        if (IsOver)
        {
            throw new OperationCanceledException("The time of the analysis is over.");
        }
    }
}
