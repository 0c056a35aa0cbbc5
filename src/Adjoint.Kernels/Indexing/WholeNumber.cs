using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels.Indexing;

/// <summary>Indices that are held as floating-point numbers.</summary>
public static class WholeNumber
{
    /// <summary>The nearest whole number, halves up, if it is one of 0 … <paramref name="count"/> − 1; else −1. Not-a-number gives −1.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <param name="value">The number.</param>
    /// <param name="count">How many whole numbers are allowed.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Index<T>(T value, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T half = T.CreateTruncating(0.5), up = value + half;
        return up >= T.Zero && up < T.CreateTruncating(count) ? int.CreateTruncating(up) : -1;
    }
}
