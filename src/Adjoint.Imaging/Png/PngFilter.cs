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
        int first = Math.Min(distance, row.Length);
        long sum = 0;
        for (int i = 0; i < first; i++)
        {
            sum += Put(filtered, i, row[i] - Guess(filter, 0, above[i], 0));
        }

        int done = first;
        ReadOnlySpan<byte> left = row[..^first];
        ReadOnlySpan<byte> aboveLeft = above[..left.Length];
        for (; done <= row.Length - Vector<byte>.Count; done += Vector<byte>.Count)
        {
            Vector<byte> a = new(left[(done - first)..]);
            Vector<byte> b = new(above[done..]);
            Vector<byte> guess = filter switch
            {
                0 => Vector<byte>.Zero,
                1 => a,
                2 => b,
                3 => (a & b) + Vector.ShiftRightLogical((a ^ b) & new Vector<byte>(0xFE), 1), // The mean without its carry.
                _ => Paeth(a, b, new Vector<byte>(aboveLeft[(done - first)..])),
            };
            Vector<byte> value = new Vector<byte>(row[done..]) - guess;
            value.CopyTo(filtered[done..]);

            // The distance from 0, modulo 256, is the smaller of the value and its negative.
            Vector.Widen(Vector.Min(value, Vector<byte>.Zero - value), out Vector<ushort> low, out Vector<ushort> high);
            sum += Vector.Sum(low + high);
        }

        for (; done < row.Length; done++)
        {
            sum += Put(filtered, done, row[done] - Guess(filter, left[done - first], above[done], aboveLeft[done - first]));
        }

        return sum;
    }

    private static int Put(Span<byte> filtered, int place, int value)
    {
        filtered[place] = (byte)value;
        return Math.Abs((int)(sbyte)value);
    }

    private static int Guess(int filter, int a, int b, int c) => filter switch
    {
        0 => 0,
        1 => a,
        2 => b,
        3 => (a + b) >> 1,
        _ => Paeth(a, b, c),
    };

    private static Vector<byte> Paeth(Vector<byte> a, Vector<byte> b, Vector<byte> c)
    {
        Vector.Widen(a, out Vector<ushort> aLow, out Vector<ushort> aHigh);
        Vector.Widen(b, out Vector<ushort> bLow, out Vector<ushort> bHigh);
        Vector.Widen(c, out Vector<ushort> cLow, out Vector<ushort> cHigh);
        return Vector.Narrow(Paeth(aLow, bLow, cLow), Paeth(aHigh, bHigh, cHigh));
    }

    private static Vector<ushort> Paeth(Vector<ushort> a, Vector<ushort> b, Vector<ushort> c)
    {
        Vector<short> fromB = Vector.AsVectorInt16(b) - Vector.AsVectorInt16(c);
        Vector<short> fromA = Vector.AsVectorInt16(a) - Vector.AsVectorInt16(c);
        (Vector<short> toA, Vector<short> toB, Vector<short> toC) = (Vector.Abs(fromB), Vector.Abs(fromA), Vector.Abs(fromA + fromB));
        Vector<ushort> takeA = Vector.AsVectorUInt16(Vector.LessThanOrEqual(toA, toB) & Vector.LessThanOrEqual(toA, toC));
        Vector<ushort> takeB = Vector.AsVectorUInt16(Vector.LessThanOrEqual(toB, toC));
        return Vector.ConditionalSelect(takeA, a, Vector.ConditionalSelect(takeB, b, c));
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
