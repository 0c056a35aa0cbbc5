namespace Adjoint.Operators.Spectra;

/// <summary>The condition number of a map, its largest singular value over its smallest.</summary>
/// <param name="Value">The number, 1 or more; +∞ of a map that is singular as far as float64 can tell.</param>
/// <param name="IsExact">Whether both singular values were computed to rounding. If not, the number is an estimate, and the true one is not below it up to rounding.</param>
/// <param name="Explanation">A sentence: where the number comes from.</param>
public sealed record ConditionReport(double Value, bool IsExact, string Explanation);
