namespace Adjoint.Analysis;

/// <summary>How hard a counterexample is looked for. The outcome depends on these and on nothing else, unless the clock cuts it.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The seed of the search.</summary>
    public long Seed { get; init; }

    /// <summary>The most evaluations of the expression that a search spends.</summary>
    public int Evaluations { get; init; } = 20_000;

    /// <summary>A cap on the time that searches take; where it cuts, the verdict says so.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The defaults.</summary>
    public static AnalysisOptions Default { get; } = new();

    /// <summary>The clock that runs, if analyses share one.</summary>
    internal AnalysisClock? Clock { get; init; }

    /// <summary>These options with the clock running from now on: all analyses that are given the result end within <see cref="Cap"/> together. Options that are started already stay as they are.</summary>
    public AnalysisOptions Started() => Clock is null ? this with { Clock = new AnalysisClock(Cap) } : this;

    /// <summary>What a verdict says whose search was cut.</summary>
    internal string Cut => FormattableString.Invariant($"the search was cut by the clock, which gives the analysis {Cap.TotalSeconds:0.###} seconds");
}
