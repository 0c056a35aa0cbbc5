namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The cost model that chooses between the planar and the interleaved form of a correlation: which share of the processor's multiply-adds does
/// something useful. It counts lanes of registers of 16 numbers, whatever the processor has, so that the choice follows from the geometry alone.
/// </summary>
public static class LaneShares
{
    private const int Lanes = StripPlan.MaxLanes;

    // What tiles reach where no lane is wasted, measured on layers of 8 to 64 channels: planar ones three registers wide and narrower, interleaved
    // ones of a single register, each of whose multiply-adds needs a number of its own.
    private const double WidePlanar = 0.75, NarrowPlanar = 0.6, WidePlanarGradient = 0.65, NarrowPlanarGradient = 0.3, OneRegister = 0.7;

    // Steps of a sum that cost as much as starting and writing it.
    private const double StepsOfTile = 6;

    // The same where the sums are added up over their lanes.
    private const double StepsOfDotTile = 12;

    /// <summary>The share of <see cref="Correlation.Forward"/>: lanes are neighbouring columns of the result.</summary>
    /// <param name="g">The geometry.</param>
    public static double Planar(in ConvolutionGeometry g) => (IsWide(g) ? WidePlanar : NarrowPlanar) * Filled(g.Horizontal.Output, Lanes);

    /// <summary>The share of <see cref="Correlation.KernelGradient"/>: lanes are neighbouring columns of the cotangent.</summary>
    /// <param name="g">The geometry of the forward correlation.</param>
    public static double PlanarGradient(in ConvolutionGeometry g) => (IsWide(g) ? WidePlanarGradient : NarrowPlanarGradient) * Filled(g.Horizontal.Output, Lanes);

    /// <summary>The share of <see cref="InterleavedCorrelation.Forward"/>, lanes are output channels; 0 where it has no kernel.</summary>
    /// <param name="g">The geometry.</param>
    public static double Interleaved(in ConvolutionGeometry g)
    {
        if (!InterleavedCorrelation.Supports(g)) return 0;
        double steps = (double)g.Vertical.Kernel * g.Horizontal.Kernel * g.InputChannels;
        return OfChannels(g.OutputChannels) * steps / (steps + StepsOfTile);
    }

    /// <summary>The share of <see cref="InterleavedCorrelation.KernelGradient"/>: lanes are channels of the cotangent, rows of a tile taps and channels of the source; 0 where it has no kernel.</summary>
    /// <param name="g">The geometry of the forward correlation.</param>
    public static double InterleavedGradient(in ConvolutionGeometry g) =>
        InterleavedCorrelation.Supports(g) ? OfChannels(g.OutputChannels) * Filled((long)g.Vertical.Kernel * g.Horizontal.Kernel * g.InputChannels, BroadcastTile.MostRows) : 0;

    /// <summary>The share of <see cref="NarrowCorrelation.Forward"/>, lanes are input channels; 0 where it has no kernel.</summary>
    /// <param name="g">The geometry.</param>
    public static double Narrow(in ConvolutionGeometry g)
    {
        if (!NarrowCorrelation.Supports(g)) return 0;
        double steps = (double)g.Vertical.Kernel * g.Horizontal.Kernel * ((g.InputChannels + Lanes - 1) / Lanes);
        return OfChannels(g.InputChannels) * Filled(g.OutputChannels, Math.Min(g.OutputChannels, DotTile.MostChannels)) * steps / (steps + StepsOfDotTile);
    }

    /// <summary>The share of <see cref="NarrowCorrelation.KernelGradient"/>: lanes are channels of the source; 0 where it has no kernel.</summary>
    /// <param name="g">The geometry of the forward correlation.</param>
    public static double NarrowGradient(in ConvolutionGeometry g) => NarrowCorrelation.SupportsKernelGradient(g) ? InterleavedGradient(NarrowCorrelation.Exchanged(g)) : 0;

    /// <summary>Channels in registers of 16 or, where they are fewer, of 8, 4 or 1, which do as much less at a time.</summary>
    private static double OfChannels(int channels)
    {
        int lanes = channels >= Lanes ? Lanes : channels >= 8 ? 8 : channels >= 4 ? 4 : 1;
        return Filled(channels, lanes) * lanes / Lanes * (channels <= lanes ? OneRegister : 1);
    }

    private static bool IsWide(in ConvolutionGeometry g) => g.Horizontal.Output > 2 * Lanes;

    /// <summary>Which part of whole groups a number fills.</summary>
    private static double Filled(long number, int group) => number <= 0 ? 0 : number / (double)((number + group - 1) / group * group);
}
