namespace Adjoint.Operators.Spectra;

/// <summary>
/// Eigenvalues and eigenvectors of a small dense symmetric matrix: Householder's reduction to tridiagonal form (Golub and Van Loan 2013, algorithm 8.3.1), then
/// <see cref="TridiagonalEigenproblem"/>.
/// </summary>
internal static class SymmetricEigenproblem
{
    /// <summary>Eigenvalues in ascending order, and for each its eigenvector.</summary>
    /// <param name="matrix">A symmetric matrix, row by row, which is overwritten.</param>
    public static (double[] Values, double[][] Vectors) Solve(double[][] matrix)
    {
        int n = matrix.Length;
        double[][] basis = Identity(n);
        for (int k = 0; k < n - 2; k++)
        {
            Reduce(matrix, basis, k);
        }

        double[] diagonal = [.. Enumerable.Range(0, n).Select(i => matrix[i][i])];
        TridiagonalEigenproblem.Solve(diagonal, [.. Enumerable.Range(0, Math.Max(0, n - 1)).Select(i => matrix[i + 1][i])], basis);
        return (diagonal, basis);
    }

    /// <summary>The columns of the identity.</summary>
    public static double[][] Identity(int n)
    {
        double[][] columns = new double[n][];
        for (int i = 0; i < n; i++)
        {
            columns[i] = new double[n];
            columns[i][i] = 1;
        }

        return columns;
    }

    /// <summary>Reflects so that column k has zeros below the place under the diagonal: A ← HAH, Q ← QH with H = I − 2vvᵀ/vᵀv.</summary>
    private static void Reduce(double[][] a, double[][] q, int k)
    {
        int n = a.Length;
        double[] v = new double[n], p = new double[n];
        for (int i = k + 1; i < n; i++)
        {
            v[i] = a[i][k];
        }

        double length = TensorAlgebra.Norm(v);
        if (length == 0)
        {
            return;
        }

        v[k + 1] += Math.CopySign(length, v[k + 1]);
        double scale = TensorAlgebra.Norm(v), along = 0;
        for (int i = k + 1; i < n; i++)
        {
            v[i] /= scale;
        }

        for (int i = k; i < n; i++)
        {
            for (int j = k + 1; j < n; j++)
            {
                p[i] += 2 * a[i][j] * v[j];
            }

            along += p[i] * v[i];
        }

        for (int i = k; i < n; i++)
        {
            p[i] -= along * v[i];
        }

        for (int i = k; i < n; i++)
        {
            for (int j = k; j < n; j++)
            {
                a[i][j] -= (v[i] * p[j]) + (p[i] * v[j]);
            }
        }

        // The columns of Q: those from k + 1 on are combined.
        double[] image = new double[n];
        for (int j = k + 1; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                image[i] += q[j][i] * v[j];
            }
        }

        for (int j = k + 1; j < n; j++)
        {
            for (int i = 0; i < n; i++)
            {
                q[j][i] -= 2 * image[i] * v[j];
            }
        }
    }
}
