namespace Adjoint.Checking;

/// <summary>What the check of an expression found.</summary>
/// <param name="Nodes">The checks of each node, arguments before what uses them.</param>
/// <param name="Whole">The checks of the whole, in each variable.</param>
public sealed record ExpressionReport(IReadOnlyList<CheckReport> Nodes, IReadOnlyList<CheckReport> Whole)
{
    /// <summary>All checks, the nodes' first: where a node is wrong the whole is, and the node says why.</summary>
    public IEnumerable<CheckReport> Checks => Nodes.Concat(Whole);

    /// <summary>Whether every check passed.</summary>
    public bool Passed => Checks.All(check => check.Passed);

    /// <summary>The first check that failed, which names the node; nothing if none did.</summary>
    public CheckReport? FirstFailure => Checks.FirstOrDefault(check => !check.Passed);

    /// <summary>The first failure in words, or that all is right.</summary>
    public override string ToString() => FirstFailure?.ToString() ?? $"All {Nodes.Count + Whole.Count} checks passed.";
}
