using Adjoint.Analysis.Proofs;

namespace Adjoint.Analysis.Convergence;

/// <summary>A basis of the kernel of a matrix of fractions, by elimination.</summary>
internal static class ExactKernel
{
    /// <summary>The basis, each vector with an entry of 1 at a column without a pivot.</summary>
    /// <param name="matrix">The matrix, n × n.</param>
    public static Rational[][] Of(Rational[,] matrix)
    {
        int n = matrix.GetLength(0), rank = 0;
        Rational[][] rows = [.. Enumerable.Range(0, n).Select(i => Enumerable.Range(0, n).Select(j => matrix[i, j]).ToArray())];
        List<int> pivots = [];
        for (int column = 0; column < n; column++)
        {
            int from = Enumerable.Range(rank, n - rank).FirstOrDefault(i => rows[i][column].Sign != 0, -1);
            if (from < 0)
            {
                continue;
            }

            (rows[rank], rows[from]) = (rows[from], rows[rank]);
            Rational pivot = rows[rank][column];
            rows[rank] = [.. rows[rank].Select(entry => entry / pivot)];
            for (int i = 0; i < n; i++)
            {
                if (i != rank && rows[i][column].Sign != 0)
                {
                    Rational factor = rows[i][column];
                    rows[i] = [.. rows[i].Zip(rows[rank], (entry, above) => above.Sign == 0 ? entry : entry - (factor * above))];
                }
            }

            pivots.Add(column);
            rank++;
        }

        return
        [
            .. Enumerable.Range(0, n).Except(pivots).Select(free =>
            {
                Rational[] vector = new Rational[n];
                vector[free] = Rational.One;
                for (int i = 0; i < rank; i++)
                {
                    vector[pivots[i]] = -rows[i][free];
                }

                return vector;
            }),
        ];
    }
}
