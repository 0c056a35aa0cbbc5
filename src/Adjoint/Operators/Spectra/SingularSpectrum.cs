using System.Globalization;

namespace Adjoint.Operators.Spectra;

/// <summary>Singular values of linear operators.</summary>
public static class SingularSpectrum
{
    /// <summary>The smaller side, and the number of multiply-adds of a sweep, up to which all values are found from the matrix.</summary>
    private const int DenseSide = 300;
    private const double DenseWork = 1e9;

    extension(LinearOperator map)
    {
        /// <summary>
        /// Singular values. Where the smaller side of the map has at most 300 entries (and the other is not very large), all of them, by one-sided Jacobi rotations of its matrix. Of larger maps the
        /// largest and the smallest, by Golub–Kahan–Lanczos bidiagonalisation.
        /// </summary>
        /// <remarks>
        /// The smallest one is hard for Lanczos: it converges late, and what it gives is an upper bound (up to rounding) with an error estimate that says how near <i>some</i> singular
        /// value is. Look at <see cref="SingularValue.Converged"/>.
        /// </remarks>
        /// <param name="options">When to stop, and how much memory to take.</param>
        /// <param name="cancellation">Stops between iterations.</param>
        /// <exception cref="InvalidOperationException">The map has an empty side.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
        /// <exception cref="ArithmeticException">The map gives numbers that are not finite.</exception>
        public SingularValueReport SingularValues(SpectrumOptions? options = null, CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(map);
            options ??= new SpectrumOptions();
            options.Check();
            LinearOperator tall = map.Range.Size < map.Domain.Size ? map.Adjoint : map;
            double columns = tall.Domain.Size;
            return columns == 0 ? throw new InvalidOperationException($"A map from {map.Domain} to {map.Range} has no singular values.")
                : columns <= DenseSide && 3 * columns * columns * tall.Range.Size <= DenseWork ? Dense(tall, options, cancellation)
                : Extreme(tall, options, cancellation);
        }

        /// <summary>The condition number σ₁ / σₙ, n being the entries of the map's smaller side. +∞ where σₙ is zero up to its error.</summary>
        /// <param name="options">When to stop, and how much memory to take.</param>
        /// <param name="cancellation">Stops between iterations.</param>
        /// <exception cref="InvalidOperationException">The map has an empty side.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
        /// <exception cref="ArithmeticException">The map gives numbers that are not finite.</exception>
        public ConditionReport ConditionNumber(SpectrumOptions? options = null, CancellationToken cancellation = default)
        {
            SingularValueReport values = map.SingularValues(options, cancellation);
            SingularValue largest = values.Largest, smallest = values.Smallest;
            string told = string.Create(CultureInfo.InvariantCulture, $"σ₁ = {largest.Value:G6}, σₙ = {smallest.Value:G6} (error about {smallest.ErrorEstimate:G2})");
            bool mayBeZero = smallest.Value <= smallest.ErrorEstimate;

            // What rounding may add to a value by Lanczos; its error estimate holds the residual too, and says of a value below it only that it may be zero.
            double rounding = (values.Iterations + 10) * Math.ScaleB(1, -52) * largest.Value;
            return mayBeZero && (values.IsComplete || smallest.Value <= rounding)
                ? new ConditionReport(double.PositiveInfinity, values.IsComplete && smallest.ErrorEstimate == 0, $"{told}: the map is singular to working precision.")
                : new ConditionReport(
                    largest.Value / smallest.Value,
                    values.IsComplete,
                    values.IsComplete ? $"{told}, from all singular values of the matrix."
                        : mayBeZero ? $"{told}, an estimate by Lanczos: the map is singular up to the tolerance, and the condition number is at least about this."
                        : smallest.Converged ? $"{told}, an estimate by Lanczos."
                        : $"{told}, an estimate by Lanczos that has not converged: the condition number is at least about this.");
        }
    }

    private static SingularValueReport Dense(LinearOperator tall, SpectrumOptions options, CancellationToken cancellation)
    {
        double[][] columns = DenseColumns.Of(tall, options.Workers, cancellation);
        if (columns.Any(column => !double.IsFinite(TensorAlgebra.Largest(column))))
        {
            throw new ArithmeticException($"The map from {tall.Domain} to {tall.Range} gives numbers that are not finite; it has no singular values.");
        }

        double[][] unit = [.. columns.Select(Unit)];
        double[] values = OneSidedJacobi.SingularValues(columns, cancellation);

        // Backward errors of the rotations: a few units in the last place of the norm for each column (Demmel and Veselić 1992, theorem 4.1).
        double error = Math.ScaleB(1, -50) * (10 + columns.Length) * values[0];
        double relative = values[^1] <= error ? RelativeError(unit, cancellation) : double.PositiveInfinity;
        return new SingularValueReport([.. values.Select(value => new SingularValue(value, value == 0 ? error : Math.Min(error, relative * value), true))], true, columns.Length);
    }

    /// <summary>
    /// The error of each singular value of B D, with a diagonal D, relative to that value: some units in the last place times the condition number of B, whose columns have norm 1 (Demmel and Veselić 1992,
    /// theorem 4.1). So short columns have values that are right to their own last places.
    /// </summary>
    private static double RelativeError(double[][] unit, CancellationToken cancellation)
    {
        double[] values = OneSidedJacobi.SingularValues(unit, cancellation);
        double relative = Math.ScaleB(1, -50) * (10 + unit.Length) * values[0] / values[^1];
        return relative < 0.5 ? relative : double.PositiveInfinity;
    }

    private static double[] Unit(double[] column)
    {
        double norm = TensorAlgebra.Norm(column);
        return [.. column.Select(entry => norm == 0 ? 0 : entry / norm)];
    }

    private static SingularValueReport Extreme(LinearOperator tall, SpectrumOptions options, CancellationToken cancellation)
    {
        Bidiagonalization space = new(tall, options);
        SingularValue largest = default, smallest = default;
        for (int next = 1; !space.IsExhausted && space.Steps < space.MostSteps && !(largest.Converged && smallest.Converged);)
        {
            cancellation.ThrowIfCancellationRequested();
            space.Step();
            if (space.Steps == next || space.IsExhausted || space.Steps == space.MostSteps)
            {
                ((double Value, double Error) top, (double Value, double Error) bottom) = space.Extremes();
                largest = new SingularValue(top.Value, top.Error, top.Error <= options.Tolerance * top.Value);
                smallest = new SingularValue(bottom.Value, bottom.Error, bottom.Error <= options.Tolerance * top.Value);
                next += 1 + (space.Steps / 8);
                options.Progress?.Report(new SpectrumProgress(space.Steps, top.Value, Math.Max(top.Error, bottom.Error)));
            }
        }

        return new SingularValueReport([largest, smallest], false, space.Steps);
    }
}
