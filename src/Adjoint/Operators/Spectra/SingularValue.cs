namespace Adjoint.Operators.Spectra;

/// <summary>A singular value that was found.</summary>
/// <param name="Value">The value.</param>
/// <param name="ErrorEstimate">How near a singular value of the map is: from the residual, and what rounding may add.</param>
/// <param name="Converged">Whether the error is within the tolerance, relative to the map's norm.</param>
public readonly record struct SingularValue(double Value, double ErrorEstimate, bool Converged);
