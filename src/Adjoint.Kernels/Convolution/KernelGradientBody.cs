using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// A kernel gradient for one register width: each part adds up some bands of rows in a kernel of its own,
/// [group][kz][ci][ky][kx][co].
/// </summary>
internal unsafe struct KernelGradientBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal StripPlan Plan;
    internal TapWalk Taps;
    internal Slicing Slicing;
    internal T* Source;
    internal T* Cotangent;
    internal T* Partials;
    internal T* Strips;

    /// <inheritdoc/>
    public void Run(int part)
    {
        ConvolutionAxis v = Geometry.Vertical, h = Geometry.Horizontal;
        nint kernelLength = (nint)KernelGradientLayout.PartialLength(Geometry, Slicing.Groups);
        T* partial = Partials + (part * kernelLength);
        for (nint i = 0; i < kernelLength; i++) partial[i] = T.Zero;

        T* strip = Strips + (part * (nint)KernelGradientLayout.StripLength(Geometry, Plan));
        T* panel = strip + (nint)Plan.StripLength(Geometry.InputChannels);
        nint plane = (nint)v.Output * h.Output;
        int end = (int)((long)(part + 1) * Plan.Units / Plan.Parts);
        for (int unit = (int)((long)part * Plan.Units / Plan.Parts); unit < end; unit++)
        {
            (int picture, int row, int rows) = Plan.Unit(unit, v.Output);
            T* source = Source;
            if (Plan.Direct)
            {
                source += Slicing.Source(picture) + ((nint)v.First(row) * h.Input) + (nint)h.First(0);
            }
            else
            {
                StripPacker.Pack(Geometry, Plan, Slicing, picture, source, row, rows, strip);
                source = strip;
            }

            T* cotangent = Cotangent + (Slicing.ResultPlane(picture) * plane) + ((nint)row * h.Output);
            T* sums = partial + (Slicing.Group(picture) * (nint)Geometry.KernelLength);
            int few = KernelGradientLayout.PanelRows(Geometry);
            for (int first = 0; first < rows; first += few)
            {
                int count = Math.Min(few, rows - first);
                Rows(source + (first * v.Stride * Plan.RowStride), cotangent + ((nint)first * h.Output), count, panel, sums);
            }
        }
    }

    /// <summary>All channels and taps of some rows: taps in groups of three, counted through input channels and rows.</summary>
    private readonly void Rows(T* source, T* cotangent, int rows, T* panelStart, T* partial)
    {
        int taps = Geometry.InputChannels * Taps.Rows * Taps.Columns, outputs = Geometry.OutputChannels;
        int columns = Geometry.Horizontal.Output, lanes = TVector.Count;
        nint plane = (nint)Slicing.AllSlices * Geometry.Vertical.Output * columns;
        var panel = new CotangentPanel<T>
        {
            Start = panelStart,
            Rows = rows,
            Width = (columns + lanes - 1) / lanes * lanes,
            ChannelStride = KernelGradientLayout.PanelChannelStride(Geometry),
        };
        for (int channel = 0, block; channel < outputs; channel += block)
        {
            block = ChannelBlocks.Next<T, TVector>(outputs - channel);
            panel.Fill(cotangent + (channel * plane), plane, columns, block);
            for (int tap = 0; tap < taps; tap += 3)
            {
                T* s0 = source + Offset(tap), s1 = s0, s2 = s0;
                if (tap + 1 < taps) s1 = source + Offset(tap + 1);
                if (tap + 2 < taps) s2 = source + Offset(tap + 2);
                T* to = partial + ((nint)tap * outputs) + channel;
                switch (Math.Min(3, taps - tap))
                {
                    case 3: Tile<Three>(block, panel, s0, s1, s2, to); break;
                    case 2: Tile<Two>(block, panel, s0, s1, s2, to); break;
                    default: Tile<One>(block, panel, s0, s1, s2, to); break;
                }
            }
        }
    }

    private readonly nint Offset(int tap)
    {
        (int rest, int column) = Math.DivRem(tap, Taps.Columns);
        (int channel, int row) = Math.DivRem(rest, Taps.Rows);
        return (channel * Taps.ChannelStride) + (row * Taps.RowStep) + Taps.ColumnOffset(column);
    }

    private readonly void Tile<TTaps>(int block, in CotangentPanel<T> panel, T* s0, T* s1, T* s2, T* partial)
        where TTaps : struct, IConstant
    {
        nint row = Geometry.Vertical.Stride * Plan.RowStride;
        nint tapStride = Geometry.OutputChannels;
        switch (block)
        {
            case 8: GradientTile.Run<T, TVector, Eight, TTaps>(panel, s0, s1, s2, row, partial, tapStride); break;
            case 4: GradientTile.Run<T, TVector, Four, TTaps>(panel, s0, s1, s2, row, partial, tapStride); break;
            case 3: GradientTile.Run<T, TVector, Three, TTaps>(panel, s0, s1, s2, row, partial, tapStride); break;
            case 2: GradientTile.Run<T, TVector, Two, TTaps>(panel, s0, s1, s2, row, partial, tapStride); break;
            default: GradientTile.Run<T, TVector, One, TTaps>(panel, s0, s1, s2, row, partial, tapStride); break;
        }
    }
}
