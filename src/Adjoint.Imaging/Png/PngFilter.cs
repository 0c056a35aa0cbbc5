using System.Numerics;

namespace Adjoint.Imaging.Png;

/// <summary>
/// PNG's five row filters (specification, clause 9): each byte minus a guess from the bytes to its left (<c>a</c>, one pixel back),
/// above (<c>b</c>) and above left (<c>c</c>), modulo 256.
/// </summary>
internal static class PngFilter
{
    /// <summary>How many filters there are; they are numbered from 0.</summary>
    public const int Count = 5;

    /// <summary>Undoes a filter in place.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="row">The filtered row, which becomes the original one.</param>
    /// <param name="above">The original row above; zeros above the first.</param>
    /// <param name="distance">Bytes from a pixel to the next.</param>
    /// <exception cref="InvalidDataException">There is no such filter.</exception>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int distance)
    {
        above = above[..row.Length];
        int first = Math.Min(distance, row.Length);
        switch (filter)
        {
            case 0:
                break;
            case 1:
                for (int i = first; i < row.Length; i++)
                {
                    row[i] += row[i - distance];
                }

                break;
            case 2:
                AddRow(row, above);
                break;
            case 3:
                for (int i = 0; i < first; i++)
                {
                    row[i] += (byte)(above[i] >> 1);
                }

                for (int i = first; i < row.Length; i++)
                {
                    row[i] += (byte)((row[i - distance] + above[i]) >> 1);
                }

                break;
            case 4:
                AddRow(row[..first], above);
                for (int i = first; i < row.Length; i++)
                {
                    row[i] += Paeth(row[i - distance], above[i], above[i - distance]);
                }

                break;
            default:
                throw new InvalidDataException($"a PNG row asks for filter {filter}, which there is not; the file is damaged");
        }
    }

    /// <summary>Applies a filter.</summary>
    /// <param name="filter">The filter's number.</param>
    /// <param name="row">The original row.</param>
    /// <param name="above">The original row above; zeros above the first.</param>
    /// <param name="distance">Bytes from a pixel to the next.</param>
    /// <param name="filtered">Where the filtered row goes.</param>
    /// <returns>The sum of the filtered bytes' distances from 0, modulo 256: the smaller, the better it usually compresses.</returns>
    public static long Apply(int filter, ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        long sum = 0;
        above = above[..row.Length];
        filtered = filtered[..row.Length];
        for (int i = 0; i < row.Length; i++)
        {
            int a = i >= distance ? row[i - distance] : 0;
            int c = i >= distance ? above[i - distance] : 0;
            int guess = filter switch
            {
                0 => 0,
                1 => a,
                2 => above[i],
                3 => (a + above[i]) >> 1,
                _ => Paeth(a, above[i], c),
            };
            byte value = (byte)(row[i] - guess);
            filtered[i] = value;
            sum += Math.Abs((int)(sbyte)value);
        }

        return sum;
    }

    /// <summary>Whichever of left, above and above left is nearest to left + above − above left; the first of them if several are.</summary>
    private static byte Paeth(int a, int b, int c)
    {
        int toA = Math.Abs(b - c);
        int toB = Math.Abs(a - c);
        int toC = Math.Abs(a + b - c - c);
        return (byte)(toA <= toB && toA <= toC ? a : toB <= toC ? b : c);
    }

    private static void AddRow(Span<byte> row, ReadOnlySpan<byte> above)
    {
        int i = 0;
        for (; i <= row.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            (new Vector<byte>(row[i..]) + new Vector<byte>(above[i..])).CopyTo(row[i..]);
        }

        for (; i < row.Length; i++)
        {
            row[i] += above[i];
        }
    }
}
