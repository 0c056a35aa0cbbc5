using Adjoint.Kernels.Parallel;

namespace Adjoint.Operators.Spectra;

/// <summary>When a search for singular values or eigenvalues stops, and how much memory it may take.</summary>
public sealed record SpectrumOptions
{
    private const long DefaultBasisBytes = 512L << 20;

    /// <summary>A value counts as found where its error estimate is at most this times the map's norm; 0 or more.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>
    /// The most iterations: applications of the map, and of its adjoint where it is not its own; 1 or more. If left out, 500, and 50 where a map is so large that its Krylov vectors are
    /// not kept: a picture of 2160×3840 takes its seconds.
    /// </summary>
    public int? MostIterations { get; init; }

    /// <summary>
    /// The most bytes of Krylov vectors that are kept. If left out, 512 MiB, and for eigenvectors as many more as so large ones need: four vectors for each that is sought at one end, 1.9 GB for the
    /// default six of a picture of 2160×3840. Singular values of maps too large for 512 MiB are sought without keeping the vectors; eigenvectors with fewer of them and restarts.
    /// </summary>
    /// <remarks>What is left out does not depend on the machine, so that results do not; where it has not that much memory, an error says so before the search.</remarks>
    public long? MostBasisBytes { get; init; }

    /// <summary>The seed of the start vector. The same seed gives the same bits.</summary>
    public long Seed { get; init; }

    /// <summary>Threads; all cores if left out. The result does not depend on how many there are.</summary>
    public WorkerPool? Workers { get; init; }

    /// <summary>Told whenever values were computed anew, which is after every iteration at the start and more seldom later.</summary>
    public IProgress<SpectrumProgress>? Progress { get; init; }

    /// <summary>The most bytes of Krylov vectors for a method that works well with some number of them.</summary>
    /// <exception cref="InvalidOperationException">It was left to the method, which needs more than the machine has.</exception>
    internal long BasisBytes(long wanted)
    {
        long bytes = MostBasisBytes ?? Math.Max(DefaultBasisBytes, wanted), available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        return MostBasisBytes is not null || bytes <= DefaultBasisBytes || bytes <= available
            ? bytes
            : throw new InvalidOperationException(
                $"The vectors of the search need {bytes >> 20} MiB, and the process has {available >> 20} MiB: ask for fewer eigenvalues, or set {nameof(MostBasisBytes)}, with which it restarts more often.");
    }

    /// <summary>The most iterations of a method that keeps its vectors, or of one that does not.</summary>
    internal int Limit(bool keepsVectors) => MostIterations ?? (keepsVectors ? 500 : 50);

    internal void Check()
    {
        if (!(Tolerance >= 0) || !double.IsFinite(Tolerance))
        {
            throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must be a number from 0 on.");
        }

        if (MostIterations is < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(MostIterations), MostIterations, "The most iterations must be at least 1.");
        }

        if (MostBasisBytes < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MostBasisBytes), MostBasisBytes, "The most bytes must be 0 or more.");
        }
    }
}
