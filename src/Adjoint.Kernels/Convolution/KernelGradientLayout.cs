namespace Adjoint.Kernels.Convolution;

/// <summary>Decides which operand of a kernel gradient is read at shifted places, and how scratch is laid out.</summary>
internal static class KernelGradientLayout
{
    /// <summary>
    /// True if source and cotangent should exchange their roles. The tile is fast with 8 channels of cotangents; a
    /// gradient with few of them but many channels of the source is the same sum seen from the source: for each
    /// source pixel, the cotangents around it, taps in reverse order.
    /// </summary>
    internal static bool Exchange(in ConvolutionGeometry g) =>
        g.Vertical is { Stride: 1, InputDilation: 1 } && g.Horizontal is { Stride: 1, InputDilation: 1 }
        && Math.Min(g.OutputChannels, 8) < Math.Min(g.InputChannels, 8);

    /// <summary>The geometry with source and cotangent exchanged.</summary>
    internal static ConvolutionGeometry Exchanged(in ConvolutionGeometry g) =>
        new(g.Batch, g.OutputChannels, g.InputChannels, Exchanged(g.Vertical), Exchanged(g.Horizontal));

    /// <summary>Distance between two channels of a cotangent strip: odd multiples of a register, kind to the cache.</summary>
    internal static nint ChannelStride(in StripPlan plan)
    {
        nint length = (nint)plan.HighestBand * plan.WholeWidth;
        return length / StripPlan.MaxLanes % 2 == 0 ? length + StripPlan.MaxLanes : length;
    }

    /// <summary>Numbers of scratch that each part needs for its strips of source and cotangent.</summary>
    internal static long StripLength(in ConvolutionGeometry g, in StripPlan plan)
    {
        long cotangents = g.Horizontal.Output == plan.WholeWidth ? 0 : (long)g.OutputChannels * ChannelStride(plan);
        return plan.StripLength(g.InputChannels) + cotangents;
    }

    private static ConvolutionAxis Exchanged(in ConvolutionAxis axis) =>
        axis with { Input = axis.Output, Output = axis.Input, PadBefore = checked((int)(axis.Reach - axis.PadBefore)) };
}
