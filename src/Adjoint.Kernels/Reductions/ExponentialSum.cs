using System.Numerics;
using Adjoint.Kernels.Elementwise;

namespace Adjoint.Kernels.Reductions;

/// <summary>
/// Σ e^z of a row, kept as its greatest entry m and the sum of the others' e^(z − m) in float64. So nothing overflows, and where one entry
/// wins by far, what the others add is not rounded away.
/// </summary>
/// <param name="Greatest">m; NaN if any entry is.</param>
/// <param name="Winner">The first place of m.</param>
/// <param name="Others">Σ e^(z − m) over all other places, at least 0.</param>
public readonly record struct ExponentialSum(double Greatest, int Winner, double Others)
{
    /// <summary>Numbers that are widened to float64 at a time.</summary>
    private const int Block = 256;

    /// <summary>log Σ e^z.</summary>
    public double Logarithm => double.IsInfinity(Greatest) ? Greatest : Greatest + ScalarFunctions.LogOnePlus(Others);

    /// <summary>log Σ e^z − z for an entry z: minus the logarithm of its softmax, never below 0.</summary>
    /// <param name="entry">z.</param>
    public double Above(double entry) => Greatest - entry + ScalarFunctions.LogOnePlus(Others);

    /// <summary>e^z / Σ e^z for an entry z.</summary>
    /// <param name="entry">z.</param>
    public double Share(double entry) => Math.Exp(entry - Greatest) / (1 + Others);

    /// <summary>1 − e^z / Σ e^z, without cancellation for the winner too.</summary>
    /// <param name="place">The entry's place.</param>
    /// <param name="entry">z.</param>
    public double ShareOfOthers(int place, double entry) => place == Winner ? Others / (1 + Others) : 1 - Share(entry);

    /// <summary>The sum over a row.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="values">The memory that it lies in.</param>
    /// <param name="start">The place of its first entry.</param>
    /// <param name="stride">The distance between its entries.</param>
    /// <param name="length">Its entries, at least one.</param>
    public static ExponentialSum Of<T>(ReadOnlySpan<T> values, int start, int stride, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int winner = Extremum.FirstGreatest(values, start, stride, length);
        double greatest = double.CreateTruncating(values[start + (winner * stride)]), others = 0;
        Span<double> block = stackalloc double[Block];
        for (int from = 0; from < length; from += Block)
        {
            Span<double> exponentials = block[..Math.Min(Block, length - from)];
            for (int i = 0; i < exponentials.Length; i++) exponentials[i] = double.CreateTruncating(values[start + ((from + i) * stride)]) - greatest;
            ElementwiseLoops.Apply<double, ExpOperator<double>>(exponentials, exponentials);
            if (winner >= from && winner < from + exponentials.Length) exponentials[winner - from] = 0;
            others += Reduction.Sum<double>(exponentials);
        }

        return new(greatest, winner, others);
    }
}
