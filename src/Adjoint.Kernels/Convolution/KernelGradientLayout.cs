namespace Adjoint.Kernels.Convolution;

/// <summary>Decides which operand of a kernel gradient is read at shifted places, and how scratch is laid out.</summary>
internal static class KernelGradientLayout
{
    // A panel of eight channels fills half of the first-level cache.
    private const int PanelNumbers = 8 * 1024;

    /// <summary>
    /// True if source and cotangent should exchange their roles: a gradient is the same sum seen from the source, for
    /// each source element the cotangents around it, taps in reverse order, stride and input dilation exchanged. So an
    /// input dilation, most of whose products are zero, becomes a stride, which has none. And the tile is fast with 8
    /// channels of cotangents; where there are few of them but many channels of the source, it is so seen from there.
    /// </summary>
    internal static bool Exchange(in ConvolutionGeometry g)
    {
        long strides = (long)g.Depth.Stride * g.Vertical.Stride * g.Horizontal.Stride;
        long zeros = (long)g.Depth.InputDilation * g.Vertical.InputDilation * g.Horizontal.InputDilation;
        return zeros != strides ? zeros > strides : zeros == 1 && Math.Min(g.OutputsOfGroup, 8) < Math.Min(g.InputsOfGroup, 8);
    }

    /// <summary>The geometry with source and cotangent exchanged.</summary>
    internal static ConvolutionGeometry Exchanged(in ConvolutionGeometry g) =>
        new(g.Batch, g.OutputChannels, g.InputChannels, Exchanged(g.Vertical), Exchanged(g.Horizontal)) { Groups = g.Groups, Depth = Exchanged(g.Depth) };

    /// <summary>Rows of a panel of cotangents; their sums stay in registers, then the lanes are added up.</summary>
    internal static int PanelRows(in ConvolutionGeometry g)
    {
        int width = Math.Max(1, RoundUp(g.Horizontal.Output));
        return Math.Max(1, PanelNumbers / (8 * width));
    }

    /// <summary>Distance between two channels of a panel: an odd number of registers, which spreads them over the cache.</summary>
    internal static nint PanelChannelStride(in ConvolutionGeometry g)
    {
        nint length = (nint)PanelRows(g) * RoundUp(g.Horizontal.Output);
        return length / StripPlan.MaxLanes % 2 == 0 ? length + StripPlan.MaxLanes : length;
    }

    /// <summary>Numbers of scratch that each part needs for its strip of the source and its panel; whole cache lines.</summary>
    internal static long StripLength(in ConvolutionGeometry g, in StripPlan plan) =>
        plan.StripLength(g.InputChannels) + (8 * PanelChannelStride(g));

    /// <summary>Numbers of scratch for one part's sums, those of all groups; whole cache lines.</summary>
    internal static long PartialLength(in ConvolutionGeometry g, int groups) =>
        ((groups * g.KernelLength) + StripPlan.MaxLanes - 1) / StripPlan.MaxLanes * StripPlan.MaxLanes;

    private static int RoundUp(int width) => (width + StripPlan.MaxLanes - 1) / StripPlan.MaxLanes * StripPlan.MaxLanes;

    private static ConvolutionAxis Exchanged(in ConvolutionAxis axis) =>
        new(axis.Output, axis.Kernel, axis.Input, axis.InputDilation, axis.Dilation, axis.Stride, checked((int)(axis.Reach - axis.PadBefore)));
}
