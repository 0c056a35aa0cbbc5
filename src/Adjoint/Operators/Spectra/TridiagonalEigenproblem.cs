namespace Adjoint.Operators.Spectra;

/// <summary>
/// Eigenvalues of a symmetric tridiagonal matrix by implicit QR steps with Wilkinson's shift (Golub and Van Loan 2013, algorithm 8.3.3). Errors of eigenvalues are a small multiple of
/// rounding times the matrix's norm.
/// </summary>
internal static class TridiagonalEigenproblem
{
    private const int MostStepsEach = 80;

    /// <summary>Diagonalises in place; eigenvalues are left on the diagonal in ascending order.</summary>
    /// <param name="diagonal">The diagonal.</param>
    /// <param name="offDiagonal">The numbers beside it, one fewer at least.</param>
    /// <param name="columns">
    /// Columns that the rotations are applied to, one a row of the matrix: of the identity they become eigenvectors; of its last row alone, their last components.
    /// </param>
    public static void Solve(double[] diagonal, double[] offDiagonal, double[][] columns)
    {
        int n = diagonal.Length;
        double largest = 0;
        for (int i = 0; i < n; i++)
        {
            largest = Math.Max(largest, Math.Abs(diagonal[i]) + (i < n - 1 ? Math.Abs(offDiagonal[i]) : 0));
        }

        double negligible = largest * Math.ScaleB(1, -53);
        int end = n - 1, steps = 0;
        while (end > 0)
        {
            if (Math.Abs(offDiagonal[end - 1]) <= negligible)
            {
                (end, steps) = (end - 1, 0);
                continue;
            }

            int start = end - 1;
            while (start > 0 && Math.Abs(offDiagonal[start - 1]) > negligible)
            {
                start--;
            }

            if (++steps > MostStepsEach)
            {
                throw new ArithmeticException("The eigenvalues of a tridiagonal matrix were not found: it has entries that are not finite.");
            }

            Step(diagonal, offDiagonal, columns, start, end);
        }

        Array.Sort((double[])diagonal.Clone(), columns);
        Array.Sort(diagonal);
    }

    /// <summary>One QR step on an unreduced block: a rotation by the shifted first column, and the bulge that it makes chased down.</summary>
    private static void Step(double[] diagonal, double[] offDiagonal, double[][] columns, int start, int end)
    {
        double half = (diagonal[end - 1] - diagonal[end]) / 2, beside = offDiagonal[end - 1];
        double shift = diagonal[end] - (beside / (half + Math.CopySign(double.Hypot(half, beside), half)) * beside);
        double x = diagonal[start] - shift, bulge = offDiagonal[start];
        for (int k = start; k < end; k++)
        {
            double length = double.Hypot(x, bulge), c = length == 0 ? 1 : x / length, s = length == 0 ? 0 : bulge / length;
            if (k > start)
            {
                offDiagonal[k - 1] = length;
            }

            double upper = diagonal[k], lower = diagonal[k + 1], off = offDiagonal[k], twice = 2 * c * s * off;
            diagonal[k] = (c * c * upper) + twice + (s * s * lower);
            diagonal[k + 1] = (s * s * upper) - twice + (c * c * lower);
            x = offDiagonal[k] = (((c * c) - (s * s)) * off) + (c * s * (lower - upper));
            if (k < end - 1)
            {
                bulge = s * offDiagonal[k + 1];
                offDiagonal[k + 1] *= c;
            }

            Rotate(columns[k], columns[k + 1], c, s);
        }
    }

    private static void Rotate(double[] left, double[] right, double c, double s)
    {
        for (int i = 0; i < left.Length; i++)
        {
            (left[i], right[i]) = ((c * left[i]) + (s * right[i]), (c * right[i]) - (s * left[i]));
        }
    }
}
