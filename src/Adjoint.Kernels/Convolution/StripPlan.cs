namespace Adjoint.Kernels.Convolution;

/// <summary>
/// How a correlation is cut into work and how its source is laid out for the dense tiles. A unit of work is a band of
/// result rows of one picture. Where padding, stride or dilation stand in the way of reading the source where it lies,
/// each band first copies the rows it needs, zeros included, into a strip: then every tap reads consecutive numbers.
/// For a horizontal stride S the strip keeps columns of the same remainder modulo S side by side (S phases of a row).
/// All of it follows from the geometry alone, never from the number of threads.
/// </summary>
internal readonly struct StripPlan
{
    /// <summary>Lanes of the widest register: rows are padded so that one register can always be read.</summary>
    internal const int MaxLanes = 16;

    // A strip of this many numbers stays in the second-level cache with its results.
    private const long StripTarget = 64 * 1024;

    // A last band of fewer rows is joined to the one above it, so that the four-row tile always has room.
    private const int LeastRows = RowTile.Rows;

    private const long MultiplyAddsPerPart = 256 * 1024;
    private const int MaxParts = 32;
    private const long MaxPartialNumbers = 4 * 1024 * 1024;

    internal readonly bool Direct;
    internal readonly int BandRows;
    internal readonly int HighestBand;
    internal readonly int Bands;
    internal readonly int Units;
    internal readonly int Parts;
    internal readonly int Phases;
    internal readonly int WholeWidth;
    internal readonly nint PhaseStride;
    internal readonly nint RowStride;
    internal readonly nint ChannelStride;

    /// <summary>Plans the work.</summary>
    /// <param name="g">The geometry of the pictures, checked.</param>
    /// <param name="isFlat">The channels of a picture lie one behind the other, so that they may be read where they lie.</param>
    /// <param name="groups">How many kernels of this geometry there are.</param>
    /// <param name="bothStrips">
    /// The plan of a kernel gradient: rows are read in whole registers beyond the width of the result, and the bands of
    /// the cotangent must stay in cache too.
    /// </param>
    internal StripPlan(in ConvolutionGeometry g, bool isFlat, int groups = 1, bool bothStrips = false)
    {
        ConvolutionAxis v = g.Vertical, h = g.Horizontal;
        WholeWidth = (h.Output + MaxLanes - 1) / MaxLanes * MaxLanes;
        Direct = isFlat && h.Stride == 1 && h.Output >= MaxLanes && h.ReadsOnlySource && v.ReadsOnlySource
            && (!bothStrips || h.Output == WholeWidth);
        Phases = h.Kernel == 1 ? 1 : h.Stride;
        if (Direct)
        {
            PhaseStride = h.Input;
            RowStride = h.Input;
        }
        else
        {
            PhaseStride = (nint)(Math.Max(WholeWidth, MaxLanes) + (h.Reach / h.Stride));
            RowStride = Spread(Phases * PhaseStride);
        }

        // Bands: high enough that the rows two bands share (the reach of the kernel) weigh little, low enough that the
        // strip stays in cache and that there are bands for many threads. Multiples of four for the four-row tile.
        long rowLength = Math.Max(1, (long)Math.Max(1, g.InputChannels) * RowStride * v.Stride);
        if (bothStrips) rowLength += (long)g.OutputChannels * WholeWidth;
        long rows = Math.Max((StripTarget / rowLength) - (v.Reach / v.Stride), Math.Max(LeastRows, v.Reach / v.Stride));
        rows = Math.Min(rows, Math.Max(LeastRows, (long)g.Batch * v.Output / MaxParts));
        rows = Math.Min((rows + 3) & ~3L, Math.Max(1, v.Output));
        BandRows = (int)rows;
        Bands = Math.Max(1, (v.Output + BandRows - LeastRows) / BandRows);
        Units = checked(g.Batch * Bands);
        long multiplyAdds = g.ResultLength * g.InputChannels * v.Kernel * h.Kernel;
        Parts = (int)Math.Clamp(multiplyAdds / MultiplyAddsPerPart, 1, Math.Max(1, Math.Min(Units, bothStrips ? MaxPartials(groups * g.KernelLength) : MaxParts)));
        HighestBand = Math.Max(BandRows, v.Output - ((Bands - 1) * BandRows));
        long stripRows = ((long)(HighestBand - 1) * v.Stride) + v.Reach + 1;
        ChannelStride = Direct ? (nint)v.Input * h.Input : Spread((nint)stripRows * RowStride);
    }

    /// <summary>The picture of a unit, its first result row and how many.</summary>
    internal (int Picture, int Row, int Rows) Unit(int unit, int output)
    {
        (int picture, int band) = Math.DivRem(unit, Bands);
        int row = band * BandRows;
        return (picture, row, band == Bands - 1 ? output - row : BandRows);
    }

    /// <summary>Numbers of scratch that each part needs for its strip.</summary>
    internal long StripLength(int inputChannels) => Direct ? 0 : (long)inputChannels * ChannelStride;

    /// <summary>Parts that a kernel gradient may have, each with a kernel of its own to add to.</summary>
    private static int MaxPartials(long kernelLength) => (int)Math.Clamp(MaxPartialNumbers / Math.Max(1, kernelLength), 2, MaxParts);

    /// <summary>Rounds up to whole registers, and away from multiples of 1024, which would crowd few sets of the cache.</summary>
    private static nint Spread(nint length)
    {
        length = (length + MaxLanes - 1) / MaxLanes * MaxLanes;
        return length % 1024 == 0 ? length + MaxLanes : length;
    }
}
