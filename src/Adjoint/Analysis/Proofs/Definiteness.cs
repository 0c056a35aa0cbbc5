using Adjoint.Tensors;

namespace Adjoint.Analysis.Proofs;

/// <summary>Whether a symmetric matrix of float64 numbers is positive semidefinite, decided exactly: elimination (LDLᵀ) in fractions of whole numbers.</summary>
internal static class Definiteness
{
    /// <summary>The largest matrix that is decided; the work is of third order, and the fractions grow.</summary>
    public const int Largest = 64;

    /// <summary>Whether <c>sign · M</c> is positive semidefinite. Exact for the numbers that are given.</summary>
    /// <param name="matrix">M, n × n, finite.</param>
    /// <param name="sign">1, or −1 for negative semidefinite.</param>
    public static bool IsSemidefinite(Tensor<double> matrix, int sign)
    {
        int n = matrix.Shape[0];
        Rational[,] rest = new Rational[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                // A product's two halves may differ in rounding; then the matrix is not symmetric, and nothing is decided.
                if (matrix[i, j] != matrix[j, i] || !double.IsFinite(matrix[i, j]))
                {
                    return false;
                }

                rest[i, j] = Rational.Of(sign * matrix[i, j]);
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
