using System.Numerics;

namespace Adjoint.Kernels.Reductions;

/// <summary>Where in a row the greatest number stands.</summary>
public static class Extremum
{
    /// <summary>The first place of the greatest number, or of the first not-a-number.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="values">The memory that the row lies in.</param>
    /// <param name="start">The place of its first entry.</param>
    /// <param name="stride">The distance between its entries.</param>
    /// <param name="length">Its entries, at least one.</param>
    public static int FirstGreatest<T>(ReadOnlySpan<T> values, int start, int stride, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int best = 0;
        T greatest = values[start];
        for (int i = 1; i < length && !T.IsNaN(greatest); i++)
        {
            // Not below and not equal: greater, or not-a-number.
            T value = values[start + (i * stride)];
            if (!(value <= greatest)) (best, greatest) = (i, value);
        }

        return best;
    }
}
