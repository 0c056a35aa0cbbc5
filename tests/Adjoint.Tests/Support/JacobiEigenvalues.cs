namespace Adjoint.Tests.Support;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic two-sided Jacobi rotations (Golub and Van Loan 2013, section 8.5): the plain slow path that Krylov methods are compared with.
/// </summary>
public sealed class JacobiEigenvalues
{
    /// <summary>Diagonalises a symmetric matrix.</summary>
    public JacobiEigenvalues(DenseMatrix symmetric)
    {
        int n = symmetric.Rows;
        double[,] a = new double[n, n], v = new double[n, n];
        for (int i = 0; i < n; i++)
        {
            v[i, i] = 1;
            for (int j = 0; j < n; j++)
            {
                a[i, j] = symmetric[i, j];
            }
        }

        for (int sweep = 0; sweep < 50 && Sweep(a, v, n); sweep++)
        {
        }

        int[] order = [.. Enumerable.Range(0, n).OrderBy(i => a[i, i])];
        Values = [.. order.Select(i => a[i, i])];
        Vectors = [.. order.Select(i => Enumerable.Range(0, n).Select(row => v[row, i]).ToArray())];
    }

    /// <summary>Eigenvalues, ascending.</summary>
    public double[] Values { get; }

    /// <summary>Eigenvectors of norm 1 in the same order.</summary>
    public double[][] Vectors { get; }

    /// <summary>Singular values, largest first: the nonnegative half of the eigenvalues of [0 A; Aᵀ 0], each right to rounding times the norm.</summary>
    public static double[] SingularValues(DenseMatrix matrix)
    {
        int m = matrix.Rows, n = matrix.Columns;
        DenseMatrix augmented = new(m + n, m + n);
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                augmented[i, m + j] = augmented[m + j, i] = matrix[i, j];
            }
        }

        return [.. new JacobiEigenvalues(augmented).Values.Reverse().Take(Math.Min(m, n)).Select(value => Math.Max(0, value))];
    }

    private static bool Sweep(double[,] a, double[,] v, int n)
    {
        bool turned = false;
        for (int p = 0; p < n; p++)
        {
            for (int q = p + 1; q < n; q++)
            {
                if (Math.Abs(a[p, q]) <= 1e-17 * Math.Sqrt(Math.Abs(a[p, p]) * Math.Abs(a[q, q])) || Math.Abs(a[p, q]) < 1e-300)
                {
                    continue;
                }

                turned = true;
                double theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
                double t = (theta < 0 ? -1 : 1) / (Math.Abs(theta) + Math.Sqrt(1 + (theta * theta))), c = 1 / Math.Sqrt(1 + (t * t)), s = t * c;
                for (int k = 0; k < n; k++)
                {
                    (a[k, p], a[k, q]) = ((c * a[k, p]) - (s * a[k, q]), (s * a[k, p]) + (c * a[k, q]));
                }

                for (int k = 0; k < n; k++)
                {
                    (a[p, k], a[q, k]) = ((c * a[p, k]) - (s * a[q, k]), (s * a[p, k]) + (c * a[q, k]));
                    (v[k, p], v[k, q]) = ((c * v[k, p]) - (s * v[k, q]), (s * v[k, p]) + (c * v[k, q]));
                }

                (a[p, q], a[q, p]) = (0, 0);
            }
        }

        return turned;
    }
}
