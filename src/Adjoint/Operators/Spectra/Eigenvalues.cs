using Adjoint.Tensors;
using static Adjoint.Operators.TensorAlgebra;

namespace Adjoint.Operators.Spectra;

/// <summary>Eigenvalues of self-adjoint linear operators.</summary>
public static class Eigenvalues
{
    /// <summary>More vectors than this cost more in orthogonalisation than a restart does.</summary>
    private const int MostVectors = 256;

    extension(LinearOperator map)
    {
        /// <summary>The smallest and the largest eigenvalues of a self-adjoint map with their eigenvectors, by Lanczos' method with full reorthogonalisation and thick restarts.</summary>
        /// <remarks>
        /// <para>Each error estimate is a bound of the distance to <i>some</i> eigenvalue. That none further out was missed is as certain as that the random start vectors have a part in its direction;
        /// <see cref="Norms.LargestEigenvalueBound"/> proves it.</para>
        /// <para>A multiple eigenvalue is listed as often as it is multiple: when the ends have converged, they are locked, and a new random direction orthogonal to them is followed, until none brings anything
        /// new. A search that its limit ends before may have found but one of several, and then has not converged, though each of its pairs may have.</para>
        /// </remarks>
        /// <param name="count">How many at each end; 1 or more.</param>
        /// <param name="options">When to stop, and how much memory to take.</param>
        /// <param name="cancellation">Stops between iterations.</param>
        /// <exception cref="ArgumentException">The map is not its own adjoint, or its domain is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The count or an option is out of its range.</exception>
        /// <exception cref="ArithmeticException">The map gives numbers that are not finite.</exception>
        /// <exception cref="InvalidOperationException">The memory that is allowed does not hold enough vectors.</exception>
        public SpectrumReport Spectrum(int count = 6, SpectrumOptions? options = null, CancellationToken cancellation = default)
        {
            options ??= new SpectrumOptions();
            int most = Check(map, count, options, "A spectrum by Lanczos' method");
            count = Math.Min(count, map.Domain.Size);
            Lanczos space = new(u => map.Apply(u, options.Workers), map.Domain, most, count, options.Seed);
            LanczosSearch search = new(space, count, options);
            search.Run(cancellation);

            int[] places = [.. Enumerable.Range(0, space.Dimension).Where(i => i < count || i >= space.Dimension - count)];
            double[] values = space.Values, errors = space.Errors;
            double tolerance = search.Tolerance;
            Tensor<double>[] vectors = space.TakeVectors(places);
            Eigenpair[] pairs = [.. places.Select((place, i) => new Eigenpair(values[place], errors[place], errors[place] <= tolerance, vectors[i]))];
            int found = Math.Min(count, pairs.Length);
            return new SpectrumReport([.. pairs.Take(found)], [.. pairs.TakeLast(found).Reverse()], space.Steps, search.HasConverged, search.History);
        }

        /// <summary>
        /// The eigenvalue of largest magnitude of a self-adjoint map by power iteration (Golub and Van Loan 2013, section 8.2.1): simple, in memory for two vectors, and slow where two magnitudes are
        /// near each other; <see cref="Spectrum"/> needs fewer applications.
        /// </summary>
        /// <remarks>It stops where <c>‖A v − λ v‖ ≤ tolerance · |λ|</c>.</remarks>
        /// <param name="options">When to stop.</param>
        /// <param name="cancellation">Stops between iterations.</param>
        /// <exception cref="ArgumentException">The map is not its own adjoint, or its domain is empty.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
        /// <exception cref="ArithmeticException">The map gives numbers that are not finite.</exception>
        public PowerIterationReport PowerIteration(SpectrumOptions? options = null, CancellationToken cancellation = default)
        {
            options ??= new SpectrumOptions();
            Check(map, 1, options with { MostBasisBytes = long.MaxValue }, "Power iteration");
            Tensor<double> vector = RandomDirection(map.Domain, options.Seed, 0);
            List<double> history = [];
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                Tensor<double> image = map.Apply(vector, options.Workers);
                double value = Dot(vector, image), length = Norm(image);
                if (!double.IsFinite(length))
                {
                    throw new ArithmeticException($"The map on {map.Domain} gives numbers that are not finite; it has no spectrum.");
                }

                // The residual from the difference itself: ‖A v‖² − λ² would cancel.
                Tensor<double> next = image.Clone();
                Add(-value, vector, image);
                double residual = Norm(image);
                history.Add(residual);
                options.Progress?.Report(new SpectrumProgress(history.Count, value, residual));
                bool converged = residual <= options.Tolerance * Math.Abs(value);
                if (converged || history.Count >= options.Limit(keepsVectors: true))
                {
                    return new PowerIterationReport(value, vector, residual, history.Count, converged, history);
                }

                Normalize(next, length);
                vector = next;
            }
        }
    }

    /// <summary>Checks arguments; returns how many vectors may be kept.</summary>
    private static int Check(LinearOperator map, int count, SpectrumOptions options, string purpose)
    {
        ArgumentNullException.ThrowIfNull(map);
        options.Check();
        if (count < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "Ask for at least one eigenvalue at each end.");
        }

        Symmetry.Require(map, options.Workers, purpose);
        int size = map.Domain.Size;
        if (size == 0)
        {
            throw new ArgumentException($"A map on {map.Domain} has no eigenvalues.", nameof(map));
        }

        // Restarts need some vectors more than are sought; twice as many make them fewer. The eigenvectors that are handed out are in the memory of the basis.
        int sought = Math.Min(count, size);
        long least = Math.Min(size, (2L * sought) + 4), each = sizeof(double) * (long)size;
        long allowed = options.BasisBytes(Math.Min(size, (4L * sought) + 4) * each) / each;
        return allowed >= least
            ? (int)Math.Min(Math.Min(size, allowed), Math.Max(MostVectors, 4L * sought))
            : throw new InvalidOperationException(
                $"{sought} eigenvectors at each end of a map on {map.Domain} need {least * each >> 20} MiB, and {allowed * each >> 20} MiB are allowed: " +
                $"ask for fewer, or raise {nameof(SpectrumOptions.MostBasisBytes)}.");
    }
}
