using Adjoint.Analysis.Proofs;
using Adjoint.Calculus;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>The rank of a constant Hessian by elimination in fractions, where no entry of it was rounded.</summary>
internal static class ExactRank
{
    private const int Largest = 40;

    /// <summary>Entries of all parts together, above which the reference rules take too long.</summary>
    private const long MostEntries = 200_000;

    /// <summary>The rank; nothing where the matrix is large or rounding entered it.</summary>
    /// <param name="scalar">An expression of degree two.</param>
    /// <param name="question">What moves, and the values of the rest.</param>
    public static int? Of(Expr scalar, Question question)
    {
        int n = question.Moving.Sum(variable => variable.Shape.Size);
        if (n > Largest || GraphTraversal.TopologicalOrder(scalar).Sum(node => (long)node.Shape.Size) > MostEntries)
        {
            return null;
        }

        double[,] matrix = Numbers(scalar, question, n, null), disturbed = Numbers(scalar, question, n, new KeyedRandom(1, "disturbed Hessian"));
        Rational[,] rest = new Rational[n, n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                if (matrix[i, j] != disturbed[i, j] || !double.IsFinite(matrix[i, j]))
                {
                    return null;
                }

                rest[i, j] = Rational.Of(matrix[i, j]);
            }
        }

        int rank = 0;
        for (int column = 0; column < n && rank < n; column++)
        {
            int pivot = rank;
            while (pivot < n && rest[pivot, column].Sign == 0)
            {
                pivot++;
            }

            if (pivot == n)
            {
                continue;
            }

            for (int j = 0; j < n; j++)
            {
                (rest[rank, j], rest[pivot, j]) = (rest[pivot, j], rest[rank, j]);
            }

            for (int row = rank + 1; row < n; row++)
            {
                if (rest[row, column].Sign != 0)
                {
                    Rational factor = rest[row, column] / rest[rank, column];
                    for (int j = column; j < n; j++)
                    {
                        rest[row, j] -= factor * rest[rank, j];
                    }
                }
            }

            rank++;
        }

        return rank;
    }

    private static double[,] Numbers(Expr scalar, Question question, int n, KeyedRandom? disturbance)
    {
        Variable[] directions = [.. question.Moving.Select(variable => new Variable($"d{variable.Name}", variable.Shape))];
        Expr[] products = scalar.HessianVectorProduct(question.Moving, directions);
        Tensor<double>[] basis = [.. directions.Select(direction => new Tensor<double>(direction.Shape))];
        double[,] matrix = new double[n, n];
        int column = 0;
        foreach (Tensor<double> part in basis)
        {
            for (int i = 0; i < part.Span.Length; i++, column++)
            {
                part.Span[i] = 1;
                int row = 0;
                foreach (Tensor<double> image in ReferenceEvaluation.Run(products, ValueOf, disturbance))
                {
                    foreach (double entry in image.Span)
                    {
                        matrix[row++, column] = entry;
                    }
                }

                part.Span[i] = 0;
            }
        }

        return matrix;

        Tensor<double> ValueOf(Variable variable)
        {
            int place = Array.IndexOf(directions, variable);
            return place >= 0 ? basis[place] : question.Moving.Contains(variable) ? new Tensor<double>(variable.Shape) : question.Values[variable];
        }
    }
}
