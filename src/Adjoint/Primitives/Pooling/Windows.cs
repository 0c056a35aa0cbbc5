using Adjoint.Graph;
using Adjoint.Kernels.Pooling;
using Adjoint.Tensors;

namespace Adjoint.Primitives.Pooling;

/// <summary>What the operations on windows share: their shapes and their geometry in memory.</summary>
internal static class Windows
{
    /// <summary>Most taps of a window: offsets up to this are exact in float32.</summary>
    private const long MostTaps = 1 << 24;

    /// <summary>The shape of one number for each window and channel.</summary>
    /// <param name="axes">The windows.</param>
    /// <param name="pictures">Batch × space × channels.</param>
    /// <exception cref="ShapeException">The shape has another number of axes, or the windows are impossible.</exception>
    public static Shape ResultShape(ValueList<PoolingAxis> axes, Shape pictures)
    {
        if (axes.Count is < 1 or > 3 || pictures.Rank != axes.Count + 2)
        {
            throw new ShapeException(
                $"Windows over {axes.Count} spatial axes take pictures of {axes.Count + 2} axes (batch, one to three of space, channels), not {pictures}.");
        }

        long taps = 1;
        foreach (PoolingAxis axis in axes)
        {
            taps = Math.Min(MostTaps + 1, taps * axis.Window);
            long reach = ((axis.Output - 1L) * axis.Stride) + ((axis.Window - 1L) * axis.Dilation);
            if (axis.Window < 1 || axis.Stride < 1 || axis.Dilation < 1 || axis.Before < 0 || axis.Output < 0 || reach > int.MaxValue / 2 || axis.Before > int.MaxValue / 2)
            {
                throw new ShapeException($"Window, stride and dilation must be at least 1, padding and the number of windows at least 0, for {pictures}; the axis is '{axis}'.");
            }
        }

        return taps <= MostTaps
            ? [pictures[0], .. axes.Select(axis => axis.Output), pictures[^1]]
            : throw new ShapeException($"A window may have {MostTaps} taps at most; over {pictures} it is '{string.Join(" by ", axes)}'.");
    }

    /// <summary>Checks that each window has a tap that is not padding.</summary>
    /// <exception cref="ShapeException">A window lies wholly in the padding; the message names it.</exception>
    public static void CheckInside(ValueList<PoolingAxis> axes, Shape pictures)
    {
        for (int i = 0; i < axes.Count; i++)
        {
            WindowAxis axis = AxisOf(axes[i], pictures[i + 1]);
            for (int window = 0; window < axis.Output; window++)
            {
                if (axis.FirstTap(window) >= axis.EndTap(window))
                {
                    throw new ShapeException($"Window {window} along spatial axis {i} of {pictures} lies wholly in the padding; the axis is '{axes[i]}'. Pad less.");
                }
            }
        }
    }

    /// <summary>The windows in memory.</summary>
    /// <param name="axes">The windows.</param>
    /// <param name="pictures">Batch × space × channels.</param>
    /// <param name="layout">How they lie in memory.</param>
    public static WindowGeometry Geometry(ValueList<PoolingAxis> axes, Shape pictures, Layout layout)
    {
        int count = axes.Count;
        WindowAxis first = count > 2 ? AxisOf(axes[0], pictures[1]) : WindowAxis.None;
        WindowAxis second = count > 1 ? AxisOf(axes[count - 2], pictures[count - 1]) : WindowAxis.None;
        WindowAxis third = AxisOf(axes[count - 1], pictures[count]);
        return layout == Layout.Planar
            ? new WindowGeometry(pictures[0] * pictures[^1], first, second, third, 1)
            : new WindowGeometry(pictures[0], first, second, third, pictures[^1]);
    }

    /// <summary>
    /// Where a tap of a window lies in the pictures, or nothing if it is padding: the plain arithmetic of the reference rules.
    /// </summary>
    /// <param name="axes">The windows.</param>
    /// <param name="window">The index of a result: picture, window along each axis, channel.</param>
    /// <param name="offset">The tap, in C order.</param>
    /// <param name="pictures">Batch × space × channels.</param>
    public static int[]? Place(ValueList<PoolingAxis> axes, int[] window, int offset, Shape pictures)
    {
        int[] place = [.. window];
        for (int i = axes.Count - 1; i >= 0; i--)
        {
            (offset, int tap) = Math.DivRem(offset, axes[i].Window);
            place[i + 1] = (window[i + 1] * axes[i].Stride) + (tap * axes[i].Dilation) - axes[i].Before;
            if (place[i + 1] < 0 || place[i + 1] >= pictures[i + 1])
            {
                return null;
            }
        }

        return place;
    }

    /// <summary>The number of taps of a window.</summary>
    public static int Taps(ValueList<PoolingAxis> axes) => axes.Aggregate(1, (taps, axis) => taps * axis.Window);

    /// <summary>Whether any tap of any window may be padding.</summary>
    public static bool ReachPadding(ValueList<PoolingAxis> axes, Shape pictures)
    {
        for (int i = 0; i < axes.Count; i++)
        {
            PoolingAxis axis = axes[i];
            if (axis.Output > 0 && (axis.Before > 0 || ((axis.Output - 1) * axis.Stride) + ((axis.Window - 1) * axis.Dilation) - axis.Before >= pictures[i + 1]))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A tap as the offset that stands for it, or an error.</summary>
    /// <exception cref="ArgumentException">It is no tap of the window.</exception>
    public static int Tap(double offset, int taps) =>
        Kernels.Indexing.WholeNumber.Index(offset, taps) is int tap and >= 0
            ? tap
            : throw new ArgumentException($"The offset {offset} is no tap of a window of {taps}; it must be a whole number from 0 to {taps - 1}.");

    private static WindowAxis AxisOf(PoolingAxis axis, int length) => new(length, axis.Window, axis.Output, axis.Stride, axis.Dilation, axis.Before);
}
