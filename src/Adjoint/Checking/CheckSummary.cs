namespace Adjoint.Checking;

/// <summary>The checks of one kind that a primitive was put to, together.</summary>
/// <param name="Primitive">The primitive's name; where its attributes decide it, that of its first case.</param>
/// <param name="Kind">What was compared.</param>
/// <param name="Precision"><c>float64</c> or <c>float32</c>.</param>
/// <param name="Checks">How many there were.</param>
/// <param name="Worst">The largest relative error among them.</param>
/// <param name="Failures">Those that failed.</param>
public sealed record CheckSummary(string Primitive, CheckKind Kind, string Precision, int Checks, double Worst, IReadOnlyList<CheckReport> Failures)
{
    /// <summary>Whether none failed.</summary>
    public bool Passed => Failures.Count == 0;
}
