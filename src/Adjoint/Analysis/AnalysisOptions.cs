namespace Adjoint.Analysis;

/// <summary>How hard a counterexample is looked for. The outcome depends on these and on nothing else, unless the clock cuts it.</summary>
public sealed record AnalysisOptions
{
    /// <summary>The seed of the search.</summary>
    public long Seed { get; init; }

    /// <summary>The most evaluations of the expression that a search spends.</summary>
    public int Evaluations { get; init; } = 20_000;

    /// <summary>A cap on the time that a search takes; where it cuts, the verdict says so.</summary>
    public TimeSpan Cap { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The defaults.</summary>
    public static AnalysisOptions Default { get; } = new();
}
