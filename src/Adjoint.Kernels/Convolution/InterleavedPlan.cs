namespace Adjoint.Kernels.Convolution;

/// <summary>
/// How a correlation of interleaved pictures is cut into work. A unit of work is some whole pictures, or a band of rows of one.
/// Where it would read beyond the pictures, it first copies what it needs, zeros included, into a strip [picture][row][column][channel].
/// All of it follows from the geometry alone, never from the number of threads.
/// </summary>
internal readonly struct InterleavedPlan
{
    // A strip of this many numbers stays in the second-level cache with the weights and the results.
    private const long StripTarget = 24 * 1024;

    // Places of the result in a unit: few enough that there are units for many threads, and enough that the last tile of a unit weighs little.
    private const int FewestPlaces = 96;
    private const int FewestUnits = 16;

    private const long MultiplyAddsPerPart = 256 * 1024;
    private const int MaxParts = 32;
    private const long MaxPartialNumbers = 4 * 1024 * 1024;

    // Places that share one copy of the kernel's sums: clearing and adding it costs about as much as a few places do.
    private const long PlacesPerPartial = 256;

    private readonly int _batch, _rows, _columns, _picturesPerUnit, _bands;
    private readonly nint _channels;

    internal readonly bool Direct;
    internal readonly int Units;
    internal readonly int Parts;
    internal readonly int GradientParts;

    /// <summary>Distances in what the tiles read: a strip, or the source itself.</summary>
    internal readonly nint RowStride, PictureStride;

    /// <summary>Numbers of a strip; 0 if the source is read where it lies.</summary>
    internal readonly long StripLength;

    internal InterleavedPlan(in ConvolutionGeometry g)
    {
        ConvolutionAxis v = g.Vertical, h = g.Horizontal;
        (_batch, _rows, _columns, _channels) = (g.Batch, v.Output, h.Output, g.InputChannels);
        Direct = v.ReadsOnlySource && h.ReadsOnlySource;
        long places = (long)g.Batch * _rows * _columns;

        // A strip's row holds all columns that the outputs meet.
        RowStride = (nint)(Direct ? h.Input : ((long)(_columns - 1) * h.Stride) + h.Reach + 1) * _channels;
        long least = Math.Max(1, Math.Min(((long)_batch * _rows / FewestUnits) + 1, StripTarget / Math.Max(1, RowStride * v.Stride)));
        long rows = Math.Max(least, (FewestPlaces + _columns - 1) / Math.Max(1, _columns));
        _picturesPerUnit = (int)Math.Clamp(rows / Math.Max(1, _rows), 1, Math.Max(1, _batch));
        _bands = rows >= _rows ? 1 : (int)((_rows + rows - 1) / rows);
        Units = checked((_batch + _picturesPerUnit - 1) / _picturesPerUnit * _bands);
        long multiplyAdds = places * g.KernelLength;
        Parts = (int)Math.Clamp(multiplyAdds / MultiplyAddsPerPart, 1, Math.Max(1, Math.Min(Units, MaxParts)));
        GradientParts = (int)Math.Clamp(Math.Min(Parts, Math.Min(places / PlacesPerPartial, MaxPartialNumbers / Math.Max(1, g.KernelLength))), 1, MaxParts);
        int highest = (_rows + _bands - 1) / _bands;
        PictureStride = Direct ? v.Input * RowStride : (nint)(((highest - 1L) * v.Stride) + v.Reach + 1) * RowStride;
        StripLength = Direct ? 0 : _picturesPerUnit * (long)PictureStride;
    }

    /// <summary>Which results a unit computes: its pictures, and the band of rows of each.</summary>
    internal (int Picture, int Pictures, int Row, int Rows) Unit(int unit)
    {
        (int stack, int band) = Math.DivRem(unit, _bands);
        int picture = stack * _picturesPerUnit;
        int row = (int)((long)_rows * band / _bands), end = (int)((long)_rows * (band + 1) / _bands);
        return (picture, Math.Min(_picturesPerUnit, _batch - picture), row, end - row);
    }

    /// <summary>Where a unit reads what the first tap of its first result meets: in the source, or in the strip that is filled here.</summary>
    internal unsafe T* Read<T>(in ConvolutionGeometry g, int unit, T* source, T* strip)
        where T : unmanaged
    {
        ConvolutionAxis v = g.Vertical, h = g.Horizontal;
        (int picture, int pictures, int row, int rows) = Unit(unit);
        nint sourceRow = h.Input * _channels;
        if (Direct) return source + (picture * PictureStride) + ((nint)v.First(row) * sourceRow) + ((nint)h.First(0) * _channels);

        // Columns low … high − 1 of a strip's row lie in the picture.
        nint columns = _channels == 0 ? 0 : RowStride / _channels, first = (nint)h.First(0);
        nint low = Math.Clamp(-first, 0, columns), high = Math.Clamp(h.Input - first, low, columns);
        long stripRows = ((rows - 1L) * v.Stride) + v.Reach + 1;
        for (int i = 0; i < pictures; i++)
        {
            T* from = source + ((picture + i) * (nint)v.Input * sourceRow);
            T* to = strip + (i * PictureStride);
            for (long y = 0; y < stripRows; y++, to += RowStride)
            {
                long place = v.First(row) + y;
                if (place < 0 || place >= v.Input)
                {
                    new Span<T>(to, (int)RowStride).Clear();
                    continue;
                }

                new Span<T>(to, (int)(low * _channels)).Clear();
                new ReadOnlySpan<T>(from + ((nint)place * sourceRow) + ((first + low) * _channels), (int)((high - low) * _channels)).CopyTo(new Span<T>(to + (low * _channels), (int)((high - low) * _channels)));
                new Span<T>(to + (high * _channels), (int)(RowStride - (high * _channels))).Clear();
            }
        }

        return strip;
    }
}
