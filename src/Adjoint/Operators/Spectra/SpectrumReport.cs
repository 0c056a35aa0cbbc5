namespace Adjoint.Operators.Spectra;

/// <summary>The ends of a self-adjoint map's spectrum.</summary>
/// <param name="Smallest">The algebraically smallest eigenvalues, the smallest first.</param>
/// <param name="Largest">The algebraically largest ones, the largest first. Where the map has few eigenvalues, some are in both lists.</param>
/// <param name="Iterations">Applications of the map.</param>
/// <param name="Converged">Whether all of them have converged, and none was found missing when the search went on in what is orthogonal to them.</param>
/// <param name="History">Whenever values were computed anew: the iteration, the largest value and the largest error estimate of the values that are sought.</param>
public sealed record SpectrumReport(IReadOnlyList<Eigenpair> Smallest, IReadOnlyList<Eigenpair> Largest, int Iterations, bool Converged, IReadOnlyList<SpectrumProgress> History);
