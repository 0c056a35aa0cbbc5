using System.Runtime.Intrinsics.X86;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The way of a tile through input channels, rows of taps and taps. Where the horizontal stride S is above 1, columns
/// lie in S phases (see <see cref="StripPlan"/>), and the next tap is in another phase: past the last phase the walk
/// wraps around to the next number of an earlier one.
/// </summary>
internal readonly struct TapWalk
{
    internal readonly int Channels;
    internal readonly int Rows;
    internal readonly int Columns;
    internal readonly int Phases;
    internal readonly int PhaseStep;
    internal readonly nint ChannelStride;
    internal readonly nint RowStep;
    internal readonly nint ColumnStep;
    internal readonly nint Wrap;

    /// <summary>The source is too large for the caches: ask for what a later tile will read.</summary>
    internal readonly bool Prefetch;

    // Numbers of a source that the caches no longer hold; 4 MiB of floats.
    private const long LargeSource = 1024 * 1024;

    internal TapWalk(in ConvolutionGeometry g, in StripPlan plan)
    {
        Prefetch = plan.Direct && Sse.IsSupported && g.SourceLength > LargeSource;
        ConvolutionAxis v = g.Vertical, h = g.Horizontal;
        Channels = g.InputChannels;
        Rows = v.Kernel;
        Columns = h.Kernel;
        ChannelStride = plan.ChannelStride;
        RowStep = v.Dilation * plan.RowStride;
        Phases = h.Stride;
        (int whole, PhaseStep) = Math.DivRem(h.Dilation, h.Stride);
        ColumnStep = (PhaseStep * plan.PhaseStride) + whole;
        Wrap = 1 - (h.Stride * plan.PhaseStride);
    }

    /// <summary>The walk of a matrix product: <paramref name="depth"/> channels of one tap.</summary>
    /// <param name="depth">Length of the sums.</param>
    /// <param name="channelStride">Distance between two rows of the packed right factor.</param>
    internal TapWalk(int depth, nint channelStride)
    {
        Channels = depth;
        Rows = 1;
        Columns = 1;
        Phases = 1;
        ChannelStride = channelStride;
    }

    /// <summary>How far tap <paramref name="column"/> lies from the first.</summary>
    internal nint ColumnOffset(int column)
    {
        // PhaseStep < Phases, and each wrap takes Phases off the sum of the steps.
        long steps = (long)column * PhaseStep;
        return (column * ColumnStep) + ((nint)(steps / Phases) * Wrap);
    }
}
