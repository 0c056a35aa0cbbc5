namespace Adjoint.Operators.Spectra;

/// <summary>The norm ‖A‖₂ of a map, its largest singular value: what was found, and what was proven.</summary>
/// <param name="Estimate">The norm of A on the Krylov space: never above ‖A‖₂, up to rounding.</param>
/// <param name="Bound">A certified bound: ‖A‖₂ is never above it. +∞ where none is known.</param>
/// <param name="ErrorEstimate">How near a singular value is to <paramref name="Estimate"/>: the residual, or the distance to the bound where that is less. Of values that nearly agree it may be another than the largest.</param>
/// <param name="Iterations">Applications of the map and of its adjoint that the estimate took.</param>
/// <param name="Converged">Whether the error is within the tolerance, relative to the estimate. If not, as many iterations as allowed were made.</param>
/// <param name="History">Whenever the estimate was computed anew: the iteration, the estimate and its error.</param>
public sealed record NormReport(double Estimate, CertifiedBound Bound, double ErrorEstimate, int Iterations, bool Converged, IReadOnlyList<SpectrumProgress> History);
