using Adjoint.Analysis.Proofs;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// A linear program in fractions, by the simplex method with Bland's rule, which ends (Bland 1977): greatest <c>x_last</c> subject to <c>A x = b, x ≥ 0</c>.
/// </summary>
internal static class ExactProgram
{
    private const int MostCells = 12_000, MostPivots = 400;

    /// <summary>What came of it.</summary>
    /// <param name="Greatest">The greatest value of the last unknown; nothing where there is no solution.</param>
    /// <param name="Farkas">Where there is no solution, y with <c>yᵀA ≤ 0</c> and <c>yᵀb > 0</c>.</param>
    public sealed record Outcome(Rational? Greatest, Rational[]? Farkas);

    /// <summary>Solves it; nothing where it is too large.</summary>
    /// <param name="columns">The columns of A, the last of which bounds the last unknown from above.</param>
    /// <param name="right">b.</param>
    public static Outcome? Solve(IReadOnlyList<Rational[]> columns, Rational[] right)
    {
        int rows = right.Length, n = columns.Count;
        if ((long)(rows + 2) * (n + rows + 1) > MostCells)
        {
            return null;
        }

        // The rows with an artificial unknown each, the right side last; then the costs of the first phase.
        Rational[][] table = [.. Enumerable.Range(0, rows + 1).Select(_ => new Rational[n + rows + 1])];
        int[] flips = [.. right.Select(entry => entry.Sign < 0 ? -1 : 1)], basis = [.. Enumerable.Range(n, rows)];
        for (int i = 0; i < rows; i++)
        {
            Rational flip = Rational.Of(flips[i]);
            for (int j = 0; j < n; j++)
            {
                table[i][j] = flip * columns[j][i];
                table[rows][j] -= table[i][j];
            }

            table[i][n + i] = Rational.One;
            table[i][n + rows] = flip * right[i];
            table[rows][n + rows] -= table[i][n + rows];
        }

        int pivots = 0;
        if (!Improve(table, basis, n, ref pivots))
        {
            return null;
        }

        if (table[rows][n + rows].Sign != 0)
        {
            // The reduced cost of an artificial unknown is 1 − y.
            return new Outcome(null, [.. Enumerable.Range(0, rows).Select(i => Rational.Of(flips[i]) * (Rational.One - table[rows][n + i]))]);
        }

        // Artificial unknowns that are left are zero: they leave, or their row says nothing.
        for (int i = 0; i < rows; i++)
        {
            if (basis[i] >= n && Enumerable.Range(0, n).FirstOrDefault(j => table[i][j].Sign != 0, -1) is int j and >= 0)
            {
                Pivot(table, basis, i, j);
            }
        }

        Array.Clear(table[rows]);
        table[rows][n - 1] = -Rational.One;
        if (Array.IndexOf(basis, n - 1) is int place and >= 0)
        {
            Subtract(table[rows], table[place], table[rows][n - 1]);
        }

        return Improve(table, basis, n, ref pivots) ? new Outcome(table[rows][n + rows], null) : null;
    }

    /// <summary>Pivots until no cost is negative; false if that takes too long.</summary>
    private static bool Improve(Rational[][] table, int[] basis, int n, ref int pivots)
    {
        int rows = basis.Length, last = table[0].Length - 1;
        while (true)
        {
            int enters = Enumerable.Range(0, n).FirstOrDefault(j => table[rows][j].Sign < 0, -1);
            if (enters < 0)
            {
                return true;
            }

            int leaves = -1;
            for (int i = 0; i < rows; i++)
            {
                if (table[i][enters].Sign > 0)
                {
                    int order = leaves < 0 ? -1 : ((table[i][last] * table[leaves][enters]) - (table[leaves][last] * table[i][enters])).Sign;
                    leaves = order < 0 || (order == 0 && basis[i] < basis[leaves]) ? i : leaves;
                }
            }

            if (leaves < 0 || ++pivots > MostPivots)
            {
                return false;
            }

            Pivot(table, basis, leaves, enters);
        }
    }

    private static void Pivot(Rational[][] table, int[] basis, int row, int column)
    {
        Rational pivot = table[row][column];
        for (int j = 0; j < table[row].Length; j++)
        {
            if (table[row][j].Sign != 0)
            {
                table[row][j] /= pivot;
            }
        }

        for (int i = 0; i < table.Length; i++)
        {
            if (i != row && table[i][column].Sign != 0)
            {
                Subtract(table[i], table[row], table[i][column]);
            }
        }

        basis[row] = column;
    }

    private static void Subtract(Rational[] from, Rational[] row, Rational factor)
    {
        for (int j = 0; j < row.Length; j++)
        {
            if (row[j].Sign != 0)
            {
                from[j] -= factor * row[j];
            }
        }
    }
}
