namespace Adjoint.Operators.Spectra;

/// <summary>A number that is proven not to be exceeded.</summary>
/// <param name="Value">The bound; +∞ where none is known.</param>
/// <param name="Certificate">The argument that proves it, as a sentence.</param>
public sealed record CertifiedBound(double Value, string Certificate);
