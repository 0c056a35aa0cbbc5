using System.Numerics;
using System.Runtime.CompilerServices;

namespace Adjoint.Kernels.Convolution;

/// <summary>Copies the source rows that a band of result rows reads into a strip (see <see cref="StripPlan"/>).</summary>
internal static unsafe class StripPacker
{
    /// <summary>Fills a strip with dilated rows; zeros where no source element lies.</summary>
    /// <param name="g">The geometry.</param>
    /// <param name="plan">The layout of the strip.</param>
    /// <param name="slicing">Where the picture's channels lie.</param>
    /// <param name="picture">Which picture.</param>
    /// <param name="source">The whole source.</param>
    /// <param name="firstRow">First result row of the band.</param>
    /// <param name="rows">Result rows of the band; 1 or more.</param>
    /// <param name="strip">Where to write.</param>
    internal static void Pack<T>(in ConvolutionGeometry g, in StripPlan plan, in Slicing slicing, int picture, T* source, int firstRow, int rows, T* strip)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ConvolutionAxis v = g.Vertical, h = g.Horizontal;
        long first = v.First(firstRow);
        long count = ((long)(rows - 1) * v.Stride) + v.Reach + 1;
        nint rowLength = plan.Phases * plan.PhaseStride;
        source += slicing.Source(picture);
        for (int channel = 0; channel < g.InputChannels; channel++)
        {
            nint start = slicing.SourceChannel(picture, channel);
            T* plane = source + start;
            T* destination = strip + (channel * plan.ChannelStride);
            for (long row = 0; row < count; row++, destination += plan.RowStride)
            {
                long position = first + row;
                if (start < 0 || position < 0 || position % v.InputDilation != 0 || position / v.InputDilation >= v.Input)
                    Clear(destination, rowLength);
                else
                    PackRow(h, plan, plane + ((nint)(position / v.InputDilation) * h.Input), destination, rowLength);
            }
        }
    }

    private static void PackRow<T>(in ConvolutionAxis h, in StripPlan plan, T* source, T* destination, nint rowLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (h.InputDilation > 1)
        {
            Scatter(h, plan, source, destination, rowLength);
            return;
        }

        for (int phase = 0; phase < plan.Phases; phase++, destination += plan.PhaseStride)
        {
            // Element m of this phase is source column phase + m·Stride − PadBefore, wherever there is such a column.
            long start = phase - (long)h.PadBefore;
            nint low = (nint)Math.Clamp((-start + h.Stride - 1) / h.Stride, 0, plan.PhaseStride);
            if (start >= 0) low = 0;
            nint high = (nint)Math.Clamp((h.Input - start + h.Stride - 1) / h.Stride, low, plan.PhaseStride);
            if (start >= h.Input) high = low;
            Clear(destination, low);
            Clear(destination + high, plan.PhaseStride - high);
            T* from = source + start + (low * h.Stride);
            if (h.Stride == 1)
            {
                Copy(from, destination + low, high - low);
                continue;
            }

            for (nint m = low; m < high; m++, from += h.Stride) destination[m] = *from;
        }
    }

    private static void Scatter<T>(in ConvolutionAxis h, in StripPlan plan, T* source, T* destination, nint rowLength)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Clear(destination, rowLength);
        for (int column = 0; column < h.Input; column++)
        {
            long position = ((long)column * h.InputDilation) + h.PadBefore;
            if (position < 0) continue;
            (long m, long phase) = Math.DivRem(position, h.Stride);
            if (m >= plan.PhaseStride) break;
            if (phase < plan.Phases) destination[(phase * plan.PhaseStride) + m] = source[column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Clear<T>(T* destination, nint count)
        where T : unmanaged => new Span<T>(destination, (int)count).Clear();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy<T>(T* source, T* destination, nint count)
        where T : unmanaged => new ReadOnlySpan<T>(source, (int)count).CopyTo(new Span<T>(destination, (int)count));
}
