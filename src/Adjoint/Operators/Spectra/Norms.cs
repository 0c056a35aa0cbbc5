using Adjoint.Kernels.Parallel;
using Adjoint.Operators.Spectra.Certificates;

namespace Adjoint.Operators.Spectra;

/// <summary>Norms of linear operators: estimates from below, and certified bounds from above.</summary>
public static class Norms
{
    extension(LinearOperator map)
    {
        /// <summary>
        /// The norm ‖A‖₂ = max ‖A u‖ / ‖u‖, the largest singular value: an estimate by Golub–Kahan–Lanczos bidiagonalisation, which is never above it, and the certified bound of
        /// <see cref="NormBound"/>, which is never below it.
        /// </summary>
        /// <param name="options">When to stop, and how much memory to take.</param>
        /// <param name="cancellation">Stops between iterations.</param>
        /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
        /// <exception cref="ArithmeticException">The map gives numbers that are not finite.</exception>
        /// <exception cref="InvalidOperationException">The estimate is above the bound, or a coefficient has another sign than a primitive says: what the map says of itself is wrong.</exception>
        public NormReport Norm(SpectrumOptions? options = null, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(map);
            options ??= new SpectrumOptions();
            options.Check();
            CertifiedBound bound = Bounds.Of(map, options.Workers, cancellation);
            if (map.Domain.Size == 0 || map.Range.Size == 0)
            {
                return new NormReport(0, bound, 0, 0, true, []);
            }

            Bidiagonalization space = new(map.Range.Size < map.Domain.Size ? map.Adjoint : map, options);
            (double estimate, double error) = (0, double.PositiveInfinity);
            List<SpectrumProgress> history = [];
            for (int next = 1; !space.IsExhausted && space.Steps < space.MostSteps && !(error <= options.Tolerance * estimate);)
            {
                cancellation.ThrowIfCancellationRequested();
                space.Step();
                if (space.Steps == next || space.IsExhausted || space.Steps == space.MostSteps)
                {
                    (estimate, error) = space.Extremes().Largest;
                    error = Math.Min(error, Math.Max(0, bound.Value - estimate));
                    next += 1 + (space.Steps / 8);
                    history.Add(new SpectrumProgress(space.Steps, estimate, error));
                    options.Progress?.Report(history[^1]);
                }
            }

            // Rounding of a Ritz value is some units in the last place; more than that is a contradiction.
            return estimate <= bound.Value * (1 + 1e-9)
                ? new NormReport(estimate, bound, error, space.Steps, error <= options.Tolerance * estimate, history)
                : throw new InvalidOperationException(
                    $"The map turns a vector into one {estimate:G6} times as long, but its norm was bounded by {bound.Value:G6} ({bound.Certificate}). " +
                    "So the facts of a primitive, or an adjoint, are wrong: the map's DotTest() and the laws of primitives tell which.");
        }

        /// <summary>
        /// A number that ‖A‖₂ does not exceed, with the argument that proves it. Where the smaller side of the map has at most 1024 entries it is tight to about
        /// 1e-10: a Cholesky factorisation, with its rounding errors accounted for, of τI − AᵀA. Larger maps are bounded without a matrix: by Schur's test of a map with nonnegative coefficients
        /// that are at least the magnitudes of the map's own, and by the Lipschitz bounds of its primitives, whichever is less; sums, products and blocks by those of their parts.
        /// </summary>
        /// <remarks>
        /// It is a bound for the matrix of float64 numbers that the map's rules compute with the values it was made with, as if the rest were exact; rounding in the entries of that matrix is allowed for
        /// with 1e-12 of its Frobenius norm, or of the bound. It relies on the adjoint being the adjoint, and where Lipschitz bounds and signs of primitives enter, on their facts, which the laws test.
        /// </remarks>
        /// <param name="workers">Threads; all cores if left out.</param>
        /// <param name="cancellation">Stops between applications.</param>
        /// <returns>The bound; +∞ with a sentence that says why where none is known.</returns>
        /// <exception cref="InvalidOperationException">A coefficient that a primitive's facts say is not negative is: the facts are wrong.</exception>
        public CertifiedBound NormBound(WorkerPool? workers = null, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(map);
            return Bounds.Of(map, workers, cancellation);
        }

        /// <summary>
        /// A number that no eigenvalue of a self-adjoint map exceeds, such as the Lipschitz constant of a convex quadratic's gradient from its Hessian; certified as <see cref="NormBound"/> is. It may be
        /// negative.
        /// </summary>
        /// <param name="workers">Threads; all cores if left out.</param>
        /// <param name="cancellation">Stops between applications.</param>
        /// <exception cref="ArgumentException">The map is not its own adjoint.</exception>
        /// <exception cref="InvalidOperationException">A coefficient that a primitive's facts say is not negative is: the facts are wrong.</exception>
        public CertifiedBound LargestEigenvalueBound(WorkerPool? workers = null, CancellationToken cancellation = default)
        {
            Symmetry.Require(map, workers, "The largest eigenvalue");
            return Bounds.OfLargestEigenvalue(map, workers, cancellation);
        }
    }
}
