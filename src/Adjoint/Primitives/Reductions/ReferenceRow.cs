namespace Adjoint.Primitives.Reductions;

/// <summary>What the reference rules of softmax and its relatives share.</summary>
internal static class ReferenceRow
{
    /// <summary>
    /// log Σ e^(z_j) as its greatest entry m and what comes on top, log(1 + Σ e^(z_j − m)) over the others: m alone may be so large that the sum of the two forgets it. The logarithm is
    /// taken as 2 artanh(x / (x + 2)), which keeps its digits where x is small.
    /// </summary>
    /// <param name="row">z; at least one entry.</param>
    public static (double Greatest, double Excess) LogarithmOfSum(ReadOnlySpan<double> row)
    {
        int winner = 0;
        for (int i = 1; i < row.Length; i++)
        {
            winner = row[i] > row[winner] || double.IsNaN(row[i]) ? i : winner;
        }

        double others = 0;
        for (int i = 0; i < row.Length; i++)
        {
            others += i == winner ? 0 : Math.Exp(row[i] - row[winner]);
        }

        return (row[winner], 2 * Math.Atanh(others / (others + 2)));
    }

    /// <summary>The softmax e^(z_i − m) / Σ e^(z_j − m).</summary>
    /// <param name="row">z.</param>
    public static double[] Shares(ReadOnlySpan<double> row)
    {
        double greatest = double.NegativeInfinity, sum = 0;
        double[] shares = new double[row.Length];
        foreach (double entry in row)
        {
            greatest = Math.Max(greatest, entry);
        }

        for (int i = 0; i < row.Length; i++)
        {
            shares[i] = Math.Exp(row[i] - greatest);
            sum += shares[i];
        }

        for (int i = 0; i < row.Length; i++)
        {
            shares[i] /= sum;
        }

        return shares;
    }
}
