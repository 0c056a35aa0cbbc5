using System.Numerics;

namespace Adjoint.Kernels.Tests;

/// <summary>Numbers for tests, comparisons with a float64 reference, and spans that notice writes outside of them.</summary>
internal static class Numbers
{
    /// <summary>Numbers from −1 to 1 in steps of 1/1024, exact in float: a seed gives the same ones always.</summary>
    internal static T[] Some<T>(long length, int seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var random = new Random(seed);
        var numbers = new T[length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = T.CreateChecked(random.Next(-1024, 1025) / 1024.0);
        return numbers;
    }

    internal static double[] Doubles<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var doubles = new double[numbers.Length];
        for (int i = 0; i < doubles.Length; i++) doubles[i] = double.CreateChecked(numbers[i]);
        return doubles;
    }

    /// <summary>Half the distance from 1 to the next number, times a few: what one rounding may cost.</summary>
    internal static double Tolerance<T>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => typeof(T) == typeof(float) ? 2e-6 : 4e-15;

    /// <summary>The first place where two results differ by more than <paramref name="tolerance"/>, or −1. Not-a-number equals itself.</summary>
    internal static int FirstDifference<T>(ReadOnlySpan<double> expected, ReadOnlySpan<T> actual, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (expected.Length != actual.Length) return Math.Min(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double e = expected[i], a = double.CreateChecked(actual[i]);
            if (e.Equals(a) || (e == 0 && a == 0)) continue;
            if (!(Math.Abs(e - a) <= tolerance * Math.Max(1, Math.Abs(e)))) return i;
        }

        return -1;
    }

    internal static void Close<T>(ReadOnlySpan<double> expected, ReadOnlySpan<T> actual, double tolerance, string about)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int place = FirstDifference(expected, actual, tolerance);
        if (place >= 0)
            Assert.Fail($"{about}: at {place} of {expected.Length} expected {(place < expected.Length ? expected[place] : double.NaN)}, "
                + $"got {(place < actual.Length ? actual[place] : T.NaN)}");
    }

    internal static void SameBits<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual, string about)
        where T : unmanaged
    {
        if (!System.Runtime.InteropServices.MemoryMarshal.AsBytes(expected)
            .SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(actual)))
            Assert.Fail($"{about}: the bits differ");
    }
}

/// <summary>A span between canary values: <see cref="Check"/> fails if anything was written beside it.</summary>
internal sealed class Guarded<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Margin = 67;
    private readonly T[] _all;
    private readonly int _length;
    private readonly T _canary = T.CreateChecked(-77.25);

    internal Guarded(long length)
    {
        _length = checked((int)length);
        _all = new T[length + (2 * Margin)];
        Array.Fill(_all, _canary);
        Span.Fill(T.NaN); // whoever reads before writing shows it
    }

    internal Span<T> Span => _all.AsSpan(Margin, _length);

    internal void Check(string about)
    {
        if (_all.AsSpan(0, Margin).ContainsAnyExcept(_canary) || _all.AsSpan(Margin + _length).ContainsAnyExcept(_canary))
            Assert.Fail($"{about}: wrote outside of its span");
    }
}
