namespace Adjoint.Imaging.Png;

/// <summary>
/// PNG's five row filters (specification, clause 9): each byte minus a guess from the bytes to its left (<c>a</c>, one pixel back),
/// above (<c>b</c>) and above left (<c>c</c>), modulo 256.
/// </summary>
internal static class PngFilter
{
    /// <summary>The number of the filter that <see cref="Apply"/> applies.</summary>
    public const byte Applied = 4;

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

    /// <summary>Applies the last and usually best filter, whose guess is the nearest of left, above and above left.</summary>
    /// <param name="row">The original row.</param>
    /// <param name="above">The original row above; zeros above the first.</param>
    /// <param name="distance">Bytes from a pixel to the next.</param>
    /// <param name="filtered">Where the filtered row goes.</param>
    public static void Apply(ReadOnlySpan<byte> row, ReadOnlySpan<byte> above, int distance, Span<byte> filtered)
    {
        above = above[..row.Length];
        filtered = filtered[..row.Length];
        for (int i = 0; i < Math.Min(distance, row.Length); i++)
        {
            filtered[i] = (byte)(row[i] - above[i]);
        }

        for (int i = distance; i < row.Length; i++)
        {
            filtered[i] = (byte)(row[i] - Paeth(row[i - distance], above[i], above[i - distance]));
        }
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
        for (int i = 0; i < row.Length; i++)
        {
            row[i] += above[i];
        }
    }
}
