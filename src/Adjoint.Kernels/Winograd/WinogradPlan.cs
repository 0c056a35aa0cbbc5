using Adjoint.Kernels.Convolution;

namespace Adjoint.Kernels.Winograd;

/// <summary>
/// How a correlation is cut into tiles and the tiles into work. Tiles follow each other through rows, columns and pictures; a unit of work is some
/// tiles whose transformed sources stay in the second-level cache, and so many that each transformed weight that is read serves several.
/// All of it follows from the geometry alone, never from the number of threads.
/// </summary>
internal readonly struct WinogradPlan
{
    // Divisible by the rows of every form of the tile of the matrix products.
    private const int UnitStep = 24;
    private const int MostSteps = 4;

    // Transformed sources and results of a unit, in numbers: half of a second-level cache of 1 MiB.
    private const long UnitTarget = 128 * 1024;
    private const long MultiplyAddsPerPart = 256 * 1024;

    // A part of a kernel gradient has sums of its own, which must be added: so it must have enough tiles to add.
    private const int UnitsPerGradientPart = 4;
    private const long MaxPartialNumbers = 16 * 1024 * 1024;

    internal readonly int TileRows, TileColumns, UnitTiles, Units, Parts, GradientParts;
    internal readonly long Tiles;

    /// <summary>Transformed sources: from one position to the next. One cache line more than needed, lest all positions of a channel fall on the same lines of the cache.</summary>
    internal readonly nint SourceStride;

    /// <summary>Output channels, filled up to whole registers of the widest kind.</summary>
    internal readonly int Channels;

    private readonly int _inputs;

    internal WinogradPlan(in ConvolutionGeometry g)
    {
        TileRows = (g.Vertical.Output + WinogradTile.Outputs - 1) / WinogradTile.Outputs;
        TileColumns = (g.Horizontal.Output + WinogradTile.Outputs - 1) / WinogradTile.Outputs;
        Tiles = (long)g.Batch * TileRows * TileColumns;
        Channels = (g.OutputChannels + StripPlan.MaxLanes - 1) / StripPlan.MaxLanes * StripPlan.MaxLanes;
        _inputs = g.InputChannels;
        long perStep = UnitStep * WinogradTile.Positions * ((long)_inputs + Math.Min(Channels, LineLength));
        UnitTiles = UnitStep * (int)Math.Clamp(UnitTarget / perStep, 1, MostSteps);
        Units = checked((int)((Tiles + UnitTiles - 1) / UnitTiles));
        Parts = (int)Math.Clamp(Tiles * WinogradTile.Positions * _inputs * Channels / MultiplyAddsPerPart, 1, Math.Clamp(Units, 1, ScratchSlots.Most));
        GradientParts = (int)Math.Clamp(Math.Min(Units / UnitsPerGradientPart, MaxPartialNumbers / Math.Max(1, SumsLength)), 1, ScratchSlots.Most);
        SourceStride = (UnitTiles * (nint)_inputs) + StripPlan.MaxLanes;
    }

    /// <summary>Most channels of one block of registers.</summary>
    internal static int LineLength => 4 * StripPlan.MaxLanes;

    /// <summary>Numbers of the transformed kernel: blocks are at least a register wide, so there are no more of them than registers.</summary>
    internal long WeightsLength => (long)WinogradTile.Positions * (_inputs + 1) * Channels;

    /// <summary>Numbers of the sums of a kernel gradient, whose rows are filled up to whole tiles.</summary>
    internal long SumsLength => (long)WinogradTile.Positions * (_inputs + BroadcastTile.MostRows - 1) * Channels;

    /// <summary>Numbers of the scratch of one part: a patch of the source, one of the cotangent, transformed sources, and a block of transformed results.</summary>
    internal long PartLength => PatchLength + (WinogradTile.Positions * (long)SourceStride) + (WinogradTile.Positions * (long)BlockStride(LineLength));

    /// <summary>Numbers of a patch of the source or the cotangent.</summary>
    internal long PatchLength => (long)WinogradTile.Positions * ((Math.Max(_inputs, Channels) + StripPlan.MaxLanes - 1) / StripPlan.MaxLanes * StripPlan.MaxLanes);

    /// <summary>From one position of a block of transformed results or cotangents to the next.</summary>
    /// <param name="line">Channels of the block.</param>
    internal nint BlockStride(int line) => (UnitTiles * (nint)line) + StripPlan.MaxLanes;

    /// <summary>From one position of a block of transformed weights to the next, a cache line more than needed as well.</summary>
    /// <param name="inputs">Input channels.</param>
    /// <param name="line">Channels of the block, in whole registers.</param>
    internal static nint WeightsStride(int inputs, int line) => (inputs * (nint)line) + Math.Min(line, StripPlan.MaxLanes);

    /// <summary>Where a tile lies: its picture, and the row and column of its first result.</summary>
    internal (int Picture, int Row, int Column) Tile(long tile)
    {
        (long line, long column) = Math.DivRem(tile, TileColumns);
        (long picture, long row) = Math.DivRem(line, TileRows);
        return ((int)picture, (int)row * WinogradTile.Outputs, (int)column * WinogradTile.Outputs);
    }

    /// <summary>Which tiles belong to a unit.</summary>
    internal (long First, int Count) Unit(int unit)
    {
        long first = (long)unit * UnitTiles;
        return (first, (int)Math.Min(UnitTiles, Tiles - first));
    }
}
