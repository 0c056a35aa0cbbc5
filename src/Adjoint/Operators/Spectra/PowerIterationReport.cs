using Adjoint.Tensors;

namespace Adjoint.Operators.Spectra;

/// <summary>What power iteration found.</summary>
/// <param name="Value">The Rayleigh quotient ⟨v, A v⟩: the eigenvalue of largest magnitude, if the start had a part of its eigenvector.</param>
/// <param name="Vector">v, of norm 1.</param>
/// <param name="ErrorEstimate">The residual ‖A v − λ v‖: an eigenvalue is as near.</param>
/// <param name="Iterations">Applications of the map.</param>
/// <param name="Converged">Whether the residual is within the tolerance, relative to the eigenvalue.</param>
/// <param name="History">The residual after each iteration.</param>
public sealed record PowerIterationReport(double Value, Tensor<double> Vector, double ErrorEstimate, int Iterations, bool Converged, IReadOnlyList<double> History);
