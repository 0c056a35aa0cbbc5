namespace Adjoint.Operators.Spectra;

/// <summary>The condition number of a map, its largest singular value over its smallest.</summary>
/// <param name="Value">The number, 1 or more; +∞ of a map whose smallest singular value is zero up to the rounding of its computation.</param>
/// <param name="IsExact">Whether both singular values were computed to rounding, and the smallest one is then told from zero. If not, the number is an estimate, and the true one is not below it up to rounding: not below +∞ means that some map that differs by rounding is singular.</param>
/// <param name="Explanation">A sentence: where the number comes from.</param>
public sealed record ConditionReport(double Value, bool IsExact, string Explanation);
