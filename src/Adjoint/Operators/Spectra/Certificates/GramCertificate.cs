using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Operators.Spectra.Certificates;

/// <summary>
/// Bounds of the largest eigenvalue of a matrix that is formed, by proof: where a floating-point Cholesky factorisation of S = τI − G runs to its end, S is positive semidefinite but for its rounding errors
/// (Demmel 1989; Rump 2006, "Verification of positive definiteness"), and so λ_max(G) ≤ τ and a little.
/// </summary>
/// <remarks>
/// <para>The little, with u = 2⁻⁵³ and γ_k = k u / (1 − k u), all in the matrix scaled by a power of two so that its largest entry is about 1:</para>
/// <para>Cholesky: R̃ᵀR̃ = S̃ + Δ with |Δ| ≤ γ_{n+1} |R̃ᵀ||R̃| in whatever order sums are taken (Higham 2002, theorem 10.3), so ‖Δ‖₂ ≤ γ_{n+1} ‖R̃‖_F² ≤ γ_{n+1} / (1 − γ_{n+1}) · tr S̃.</para>
/// <para>Forming S: one rounding on the diagonal, u · max |s_ii|. Underflow: far below 1e-280.</para>
/// <para>Gram matrix of columns of m entries: |G̃ − MᵀM| ≤ γ_d |M|ᵀ|M|, so the difference's norm is at most γ_d ‖M‖_F², d being the additions that one product goes through: all m of
/// them, or of a long sum those of a block and the halvings above it.</para>
/// </remarks>
internal static class GramCertificate
{
    /// <summary>What the entries of the map's matrix may be off, relative to its Frobenius norm.</summary>
    private const double Allowance = 1e-12;
    private const double Unit = 1.0 / (1L << 53);

    /// <summary>Numbers of the certificate itself are rounded too: a few units in the last place of them.</summary>
    private const double Up = 1 + 1e-14;

    /// <summary>A bound of the norm of a map whose smaller side is small.</summary>
    public static CertifiedBound OfNorm(LinearOperator map, WorkerPool? workers, CancellationToken cancellation)
    {
        double[][] columns = DenseColumns.Of(map.Range.Size < map.Domain.Size ? map.Adjoint : map, workers, cancellation);
        if (Scale(columns) is not int exponent)
        {
            return NotFinite;
        }

        int n = columns.Length, m = columns[0].Length;
        double[][] gram = new double[n][];
        for (int i = 0; i < n; i++)
        {
            gram[i] = new double[n];
        }

        GramBody body = new(columns, gram);
        (workers ?? WorkerPool.Shared).For(n, ref body);
        double trace = 0;
        for (int i = 0; i < n; i++)
        {
            trace += gram[i][i];
            for (int j = 0; j < i; j++)
            {
                gram[j][i] = gram[i][j];
            }
        }

        // The trace itself is up to 1024 additions: 1 + 1e-9 covers their rounding by far. Reduction halves sums until a block of at most 512 products is left: at most 512 additions there, and the halvings, fewer than 64.
        double gamma = Gamma(Math.Min(m, 512 + 64) + 2), frobenius = trace * (1 + 1e-9) / (1 - gamma);
        double square = LargestEigenvalue(gram, cancellation) + (gamma * frobenius * Up) + 1e-280;
        double norm = (Math.Sqrt(square) * Up) + (Allowance * Math.Sqrt(frobenius) * Up);
        return new CertifiedBound(
            ScaleUp(norm, exponent),
            $"a Cholesky factorisation of τI − {(map.Range.Size < map.Domain.Size ? "AAᵀ" : "AᵀA")} ({n}×{n}) ran to its end, its rounding errors accounted for");
    }

    /// <summary>A bound of the largest eigenvalue of a self-adjoint map on few entries.</summary>
    public static CertifiedBound OfLargestEigenvalue(LinearOperator map, WorkerPool? workers, CancellationToken cancellation)
    {
        double[][] rows = DenseColumns.Of(map, workers, cancellation);
        if (Scale(rows) is not int exponent)
        {
            return NotFinite;
        }

        // Rounding leaves A a little unsymmetric: A = S + K, and λ_max(A + Aᵀ)/2 is that of S.
        int n = rows.Length;
        double squares = 0, skew = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double mean = (rows[i][j] + rows[j][i]) / 2, difference = (rows[i][j] - rows[j][i]) / 2;
                rows[i][j] = rows[j][i] = mean;
                squares += (i == j ? 1 : 2) * mean * mean;
                skew += 2 * difference * difference;
            }
        }

        double frobenius = Math.Sqrt(squares) * (1 + 1e-9);
        // Three additions of numbers that are hardly larger than the Frobenius norm.
        double bound = LargestEigenvalue(rows, cancellation) + (Math.Sqrt(skew) * (1 + 1e-9)) + ((Allowance + (8 * Unit)) * frobenius) + 1e-280;
        return new CertifiedBound(
            exponent == 0 ? bound : bound > 0 ? ScaleUp(bound, exponent) : -ScaleDown(-bound, exponent),
            $"a Cholesky factorisation of τI − A ({n}×{n}) ran to its end, its rounding errors accounted for");
    }

    private static CertifiedBound NotFinite => new(double.PositiveInfinity, "the map gives numbers that are not finite, so that it has no bound");

    /// <summary>A number that the largest eigenvalue of a symmetric matrix, taken as exact, does not exceed.</summary>
    private static double LargestEigenvalue(double[][] matrix, CancellationToken cancellation)
    {
        int n = matrix.Length;
        (double estimate, double scale, double error) = Estimate(matrix);
        double slack = Math.Max(error, 16 * n * Unit * scale) + 1e-290;
        double[][] factor = new double[n][];
        for (int i = 0; i < n; i++)
        {
            factor[i] = new double[i + 1];
        }

        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            double tau = estimate + slack, trace = 0, largest = 0;
            for (int i = 0; i < n; i++)
            {
                double entry = tau - matrix[i][i];
                trace += entry;
                largest = Math.Max(largest, Math.Abs(entry));
            }

            if (Factorises(matrix, tau, factor))
            {
                double gamma = Gamma(n + 1);
                return Math.BitIncrement(tau + (((gamma / (1 - gamma) * trace) + (2 * Unit * largest)) * (1 + 1e-9)));
            }

            slack *= 4;
        }
    }

    /// <summary>The largest eigenvalue as far as some Lanczos steps tell. Nothing is proven here: a bad estimate costs further factorisations alone.</summary>
    private static (double Value, double Scale, double Error) Estimate(double[][] matrix)
    {
        int n = matrix.Length;
        Lanczos space = new(u => new Tensor<double>([n], [.. matrix.Select(row => Reduction.Dot<double>(row, u.Span))]), [n], 200, 1, 0);
        for (int next = 4; !space.IsComplete && space.Steps < 200;)
        {
            space.Step();
            if (space.Steps == next || space.IsComplete || space.Steps == 200)
            {
                space.Project();
                next += next;
                if (space.Errors[^1] <= 1e-13 * Math.Abs(space.Values[^1]))
                {
                    break;
                }
            }
        }

        double scale = Math.Max(Math.Abs(space.Values[0]), Math.Abs(space.Values[^1]));

        // The error of a Ritz value is about the square of its residual over the gap, and hardly ever the residual.
        return (space.Values[^1], scale, scale == 0 ? 0 : space.Errors[^1] * Math.Min(1, space.Errors[^1] / scale));
    }

    /// <summary>Cholesky's factorisation of τI − G row by row; false if a pivot is not positive.</summary>
    private static bool Factorises(double[][] matrix, double tau, double[][] factor)
    {
        for (int i = 0; i < matrix.Length; i++)
        {
            double[] row = factor[i];
            for (int j = 0; j < i; j++)
            {
                row[j] = (-matrix[i][j] - Reduction.Dot<double>(row.AsSpan(0, j), factor[j].AsSpan(0, j))) / factor[j][j];
            }

            double pivot = tau - matrix[i][i] - Reduction.SumOfSquares<double>(row.AsSpan(0, i));
            if (!(pivot > 0) || !double.IsFinite(pivot))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Scales by a power of two so that the largest entry is from 1 to below 2; nothing if an entry is not finite.</summary>
    private static int? Scale(double[][] columns)
    {
        double largest = 0;
        foreach (double[] column in columns)
        {
            double own = TensorAlgebra.Largest(column);
            if (!double.IsFinite(own))
            {
                return null;
            }

            largest = Math.Max(largest, own);
        }

        int exponent = largest == 0 ? 0 : Math.ILogB(largest);
        foreach (double[] column in columns)
        {
            for (int i = 0; exponent != 0 && i < column.Length; i++)
            {
                column[i] = Math.ScaleB(column[i], -exponent);
            }
        }

        return exponent;
    }

    /// <summary>A positive number times a power of two, rounded up where it underflows.</summary>
    private static double ScaleUp(double value, int exponent)
    {
        double scaled = Math.ScaleB(value, exponent);
        return scaled < 1e-300 ? scaled + double.Epsilon : scaled;
    }

    private static double ScaleDown(double value, int exponent)
    {
        double scaled = Math.ScaleB(value, exponent);
        return scaled < 1e-300 ? Math.Max(0, scaled - double.Epsilon) : scaled;
    }

    private static double Gamma(int additions) => additions * Unit / (1 - (additions * Unit)) * Up;

    private readonly struct GramBody(double[][] columns, double[][] gram) : IParallelBody
    {
        public void Run(int part)
        {
            for (int j = 0; j <= part; j++)
            {
                gram[part][j] = Reduction.Dot<double>(columns[part], columns[j]);
            }
        }
    }
}
