namespace Adjoint.Operators.Spectra;

/// <summary>How far a search for singular values or eigenvalues has come.</summary>
/// <param name="Iteration">Iterations made.</param>
/// <param name="Value">The largest value by now; of power iteration, the Rayleigh quotient.</param>
/// <param name="ErrorEstimate">The largest error estimate of the values that are sought.</param>
public readonly record struct SpectrumProgress(int Iteration, double Value, double ErrorEstimate);
