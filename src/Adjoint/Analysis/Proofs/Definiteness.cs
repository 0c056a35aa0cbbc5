namespace Adjoint.Analysis.Proofs;

/// <summary>Whether a symmetric matrix of fractions is positive semidefinite, decided exactly: elimination (LDLᵀ).</summary>
internal static class Definiteness
{
    /// <summary>The largest matrix that is decided; the work is of third order, and the fractions grow.</summary>
    public const int Largest = 64;

    /// <summary>Whether <c>sign · M</c> is positive semidefinite.</summary>
    /// <param name="matrix">M, n × n, symmetric.</param>
    /// <param name="sign">1, or −1 for negative semidefinite.</param>
    public static bool IsSemidefinite(Rational[,] matrix, int sign)
    {
        int n = matrix.GetLength(0);
        Rational[,] rest = new Rational[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                rest[i, j] = sign < 0 ? -matrix[i, j] : matrix[i, j];
            }
        }

        for (int pivot = 0; pivot < n; pivot++)
        {
            if (rest[pivot, pivot].Sign < 0)
            {
                return false;
            }

            for (int row = pivot + 1; row < n; row++)
            {
                if (rest[row, pivot].Sign == 0)
                {
                    continue;
                }

                if (rest[pivot, pivot].Sign == 0)
                {
                    // A zero on the diagonal with something beside it: the 2×2 minor is negative.
                    return false;
                }

                Rational factor = rest[row, pivot] / rest[pivot, pivot];
                for (int column = pivot; column < n; column++)
                {
                    rest[row, column] -= factor * rest[pivot, column];
                }
            }
        }

        return true;
    }
}
