using Adjoint.Tensors;

namespace Adjoint.Operators.Spectra;

/// <summary>An eigenvalue of a self-adjoint map and its eigenvector.</summary>
/// <param name="Value">The eigenvalue.</param>
/// <param name="ErrorEstimate">How near an eigenvalue of the map is: the residual ‖A v − λ v‖, and what rounding may add.</param>
/// <param name="Converged">Whether the error is within the tolerance, relative to the largest magnitude of an eigenvalue that was found.</param>
/// <param name="Vector">v, of norm 1.</param>
public sealed record Eigenpair(double Value, double ErrorEstimate, bool Converged, Tensor<double> Vector);
