using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// A kernel gradient for one register width: each part adds up some bands of rows in a kernel of its own,
/// [ci][ky][kx][co].
/// </summary>
internal unsafe struct KernelGradientBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal StripPlan Plan;
    internal TapWalk Taps;
    internal T* Source;
    internal T* Cotangent;
    internal T* Partials;
    internal T* Strips;

    /// <inheritdoc/>
    public void Run(int part)
    {
        ConvolutionAxis v = Geometry.Vertical, h = Geometry.Horizontal;
        nint kernelLength = (nint)Geometry.KernelLength;
        T* partial = Partials + (part * kernelLength);
        for (nint i = 0; i < kernelLength; i++) partial[i] = T.Zero;

        T* strip = Strips + (part * (nint)KernelGradientLayout.StripLength(Geometry, Plan));
        T* cotangents = strip + (nint)Plan.StripLength(Geometry.InputChannels);
        nint plane = (nint)v.Output * h.Output;
        int end = (int)((long)(part + 1) * Plan.Units / Plan.Parts);
        for (int unit = (int)((long)part * Plan.Units / Plan.Parts); unit < end; unit++)
        {
            (int picture, int row, int rows) = Plan.Unit(unit, v.Output);
            T* source = Source + (picture * ((nint)Geometry.InputChannels * v.Input * h.Input));
            if (Plan.Direct)
            {
                source += ((nint)v.First(row) * h.Input) + (nint)h.First(0);
            }
            else
            {
                StripPacker.Pack(Geometry, Plan, source, row, rows, strip);
                source = strip;
            }

            T* from = Cotangent + ((nint)picture * Geometry.OutputChannels * plane) + ((nint)row * h.Output);
            CotangentBand<T> band;
            if (h.Output == Plan.WholeWidth)
            {
                band = new CotangentBand<T>(from, rows, h.Output, h.Output, plane);
            }
            else
            {
                band = new CotangentBand<T>(cotangents, rows, Plan.WholeWidth, Plan.WholeWidth, KernelGradientLayout.ChannelStride(Plan));
                band.Fill(from, plane, h.Output, Geometry.OutputChannels);
            }

            Band(source, band, partial);
        }
    }

    /// <summary>All channels and taps of a band: taps in groups of three, counted through input channels and rows.</summary>
    private readonly void Band(T* source, in CotangentBand<T> band, T* partial)
    {
        int taps = Geometry.InputChannels * Taps.Rows * Taps.Columns, outputs = Geometry.OutputChannels;
        for (int channel = 0, block; channel < outputs; channel += block)
        {
            block = ChannelBlocks.Next<T, TVector>(outputs - channel);
            for (int tap = 0; tap < taps; tap += 3)
            {
                T* s0 = source + Offset(tap), s1 = s0, s2 = s0;
                if (tap + 1 < taps) s1 = source + Offset(tap + 1);
                if (tap + 2 < taps) s2 = source + Offset(tap + 2);
                T* to = partial + ((nint)tap * outputs) + channel;
                switch (Math.Min(3, taps - tap))
                {
                    case 3: Tile<Three>(block, band, channel, s0, s1, s2, to); break;
                    case 2: Tile<Two>(block, band, channel, s0, s1, s2, to); break;
                    default: Tile<One>(block, band, channel, s0, s1, s2, to); break;
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

    private readonly void Tile<TTaps>(int block, in CotangentBand<T> band, int channel, T* s0, T* s1, T* s2, T* partial)
        where TTaps : struct, IConstant
    {
        nint row = Geometry.Vertical.Stride * Plan.RowStride;
        nint tapStride = Geometry.OutputChannels;
        switch (block)
        {
            case 8: GradientTile.Run<T, TVector, Eight, TTaps>(band, channel, s0, s1, s2, row, partial, tapStride); break;
            case 4: GradientTile.Run<T, TVector, Four, TTaps>(band, channel, s0, s1, s2, row, partial, tapStride); break;
            case 3: GradientTile.Run<T, TVector, Three, TTaps>(band, channel, s0, s1, s2, row, partial, tapStride); break;
            case 2: GradientTile.Run<T, TVector, Two, TTaps>(band, channel, s0, s1, s2, row, partial, tapStride); break;
            default: GradientTile.Run<T, TVector, One, TTaps>(band, channel, s0, s1, s2, row, partial, tapStride); break;
        }
    }
}
