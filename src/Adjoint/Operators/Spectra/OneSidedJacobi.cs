using Adjoint.Kernels.Reductions;

namespace Adjoint.Operators.Spectra;

/// <summary>
/// All singular values of a matrix whose columns are turned in pairs until all are orthogonal (Hestenes 1958; Demmel and Veselić 1992: small ones too are found
/// as accurately as the columns determine them). Their lengths then are the singular values.
/// </summary>
internal static class OneSidedJacobi
{
    private const int MostSweeps = 60;

    /// <summary>The singular values, largest first.</summary>
    /// <param name="columns">The columns, at least as long as there are columns; overwritten.</param>
    /// <param name="cancellation">Stops between sweeps.</param>
    public static double[] SingularValues(double[][] columns, CancellationToken cancellation)
    {
        // A power of two, so that nothing is rounded, and squares neither overflow nor underflow.
        double largest = columns.Select(column => TensorAlgebra.Largest(column)).DefaultIfEmpty(0).Max();
        if (largest == 0)
        {
            return new double[columns.Length];
        }

        int exponent = Math.ILogB(largest);
        foreach (double[] column in columns)
        {
            for (int i = 0; i < column.Length; i++)
            {
                column[i] = Math.ScaleB(column[i], -exponent);
            }
        }

        double tolerance = Math.ScaleB(1, -52) * Math.Sqrt(Math.Max(4, columns[0].Length));
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool turned = false;
            for (int i = 0; i < columns.Length; i++)
            {
                for (int j = i + 1; j < columns.Length; j++)
                {
                    turned |= Turn(columns[i], columns[j], tolerance);
                }
            }

            if (!turned)
            {
                break;
            }
        }

        double[] values = [.. columns.Select(column => Math.ScaleB(TensorAlgebra.Norm(column), exponent))];
        Array.Sort(values);
        Array.Reverse(values);
        return values;
    }

    private static bool Turn(double[] left, double[] right, double tolerance)
    {
        double product = Reduction.Dot<double>(left, right), a = Reduction.SumOfSquares<double>(left), b = Reduction.SumOfSquares<double>(right);
        if (Math.Abs(product) <= tolerance * Math.Sqrt(a) * Math.Sqrt(b) || product == 0)
        {
            return false;
        }

        double zeta = (b - a) / (2 * product), t = Math.CopySign(1, zeta) / (Math.Abs(zeta) + double.Hypot(1, zeta)), c = 1 / double.Hypot(1, t), s = c * t;
        for (int i = 0; i < left.Length; i++)
        {
            (left[i], right[i]) = ((c * left[i]) - (s * right[i]), (s * left[i]) + (c * right[i]));
        }

        return true;
    }
}
