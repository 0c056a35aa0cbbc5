using Adjoint.Kernels.Convolution;

namespace Adjoint.Kernels.Winograd;

/// <summary>
/// The cost model of Winograd's method, comparable with <see cref="LaneShares"/>: multiply-adds of the definition as a share of what the processor can do in
/// the same time, so it may be above 1. Cycles are counted for registers of 16 numbers and two multiply-adds a cycle, whatever the processor has.
/// </summary>
public static class WinogradShares
{
    private const int Lanes = StripPlan.MaxLanes;

    // Cycles, measured on layers of 16 to 64 channels: a transformation of a register of a tile with its way through the second-level cache; and what is
    // done once for each register of the kernel.
    private const double Transform = 200, Packing = 200, Unpacking = 250;

    // What the products reach with several registers and with one, and the steps of a sum that cost as much as starting and writing it.
    private const double Product = 0.95, OneRegister = 0.7, StepsOfTile = 6, StepsOfSums = 8;

    /// <summary>The share of <see cref="WinogradCorrelation.Forward"/>; 0 where it has no kernel.</summary>
    /// <param name="g">The geometry.</param>
    public static double Forward(in ConvolutionGeometry g) => Share(g, Products(g) * (g.InputChannels + StepsOfTile) / g.InputChannels, Packing);

    /// <summary>The share of <see cref="WinogradCorrelation.KernelGradient"/>; 0 where it has no kernel.</summary>
    /// <param name="g">The geometry of the forward correlation.</param>
    public static double Gradient(in ConvolutionGeometry g)
    {
        int rows = g.OutputChannels > 2 * Lanes ? 6 : BroadcastTile.MostRows;
        double filled = (double)g.InputChannels / Registers(g.InputChannels, rows) / rows;
        int steps = WinogradCorrelation.Supports(g) ? new WinogradPlan(g).UnitTiles : 1;
        return Share(g, Products(g) / filled * (steps + StepsOfSums) / steps, Unpacking);
    }

    /// <summary>Cycles of the products of one tile.</summary>
    private static double Products(in ConvolutionGeometry g) =>
        WinogradTile.Positions * g.InputChannels * Registers(g.OutputChannels, Lanes) / 2.0 / (Product * (g.OutputChannels <= Lanes ? OneRegister : 1));

    private static double Share(in ConvolutionGeometry g, double products, double once)
    {
        if (!WinogradCorrelation.Supports(g) || Math.Min(g.InputChannels, g.OutputChannels) < Lanes || g.ResultLength == 0) return 0;
        int inputs = Registers(g.InputChannels, Lanes), outputs = Registers(g.OutputChannels, Lanes);
        double cycles = (new WinogradPlan(g).Tiles * (products + (Transform * (inputs + outputs)))) + (once * g.InputChannels * outputs);
        return (double)g.ResultLength * g.InputChannels * WinogradTile.Taps * WinogradTile.Taps / (2 * Lanes) / cycles;
    }

    private static int Registers(int channels, int lanes) => (channels + lanes - 1) / lanes;
}
