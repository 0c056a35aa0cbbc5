namespace Adjoint.Operators.Spectra;

/// <summary>The norm ‖A‖₂ of a map, its largest singular value: what was found, and what was proven.</summary>
/// <param name="Estimate">The norm of A on the Krylov space: never above ‖A‖₂, up to rounding.</param>
/// <param name="UpperBound">A certified bound: ‖A‖₂ is never above it. +∞ where none is known.</param>
/// <param name="ErrorEstimate">How near a singular value is to <paramref name="Estimate"/>: the residual, or the distance to the bound where that is less. Of values that nearly agree it may be another than the largest.</param>
/// <param name="Iterations">Applications of the map and of its adjoint that the estimate took.</param>
/// <param name="Certificate">The argument that proves the bound, as a sentence.</param>
public sealed record NormReport(double Estimate, double UpperBound, double ErrorEstimate, int Iterations, string Certificate);
