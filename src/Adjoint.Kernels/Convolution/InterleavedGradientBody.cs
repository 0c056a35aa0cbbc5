using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// A kernel gradient of interleaved pictures for one register width: each part adds up some units of the plan in a kernel of its
/// own, [ky][kx][ci][co]. The rows of a tile are weights of the kernel, its lines the cotangents of one place after another.
/// </summary>
internal unsafe struct InterleavedGradientBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal InterleavedPlan Plan;
    internal T* Source;
    internal T* Cotangent;
    internal T* Result;
    internal T* Partials;
    internal T* Strips;

    /// <inheritdoc/>
    public void Run(int part)
    {
        // The first part adds up in the result itself.
        nint length = (nint)Geometry.KernelLength;
        T* sums = part == 0 ? Result : Partials + ((part - 1) * length);
        new Span<T>(sums, (int)length).Clear();
        T* strip = Strips + (part * (nint)Plan.StripLength);
        int end = (int)((long)(part + 1) * Plan.Units / Plan.GradientParts), channels = Geometry.OutputChannels;
        int blocks = ChannelRegisters.Blocks<T, TVector>(channels);
        for (int unit = (int)((long)part * Plan.Units / Plan.GradientParts); unit < end; unit++)
        {
            T* source = Plan.Read(Geometry, unit, Source, strip);
            (int picture, int pictures, int row, int rows) = Plan.Unit(unit);
            nint first = (((nint)picture * Geometry.Vertical.Output) + row) * Geometry.Horizontal.Output;
            BroadcastWalk places = WalkOf(pictures, rows);
            for (int block = 0; block < blocks; block++)
                Weights(ChannelRegisters.Block<T, TVector>(channels, block), places, source, Cotangent + (first * channels), sums);
        }
    }

    private readonly BroadcastWalk WalkOf(int pictures, int rows)
    {
        ConvolutionAxis v = Geometry.Vertical, h = Geometry.Horizontal;
        nint outputs = Geometry.OutputChannels;
        return new BroadcastWalk(
            (pictures, Plan.PictureStride, (nint)v.Output * h.Output * outputs),
            (rows, v.Stride * Plan.RowStride, h.Output * outputs),
            (h.Output, h.Stride * (nint)Geometry.InputChannels, outputs));
    }

    /// <summary>One block of channels of all taps and input channels.</summary>
    private readonly void Weights(in ChannelRegisters block, in BroadcastWalk places, T* source, T* cotangent, T* sums)
    {
        T** numbers = stackalloc T*[BroadcastTile.MostRows];
        T* tileSums = CacheLine.Align(stackalloc T[BroadcastTile.MostSums + CacheLine.Slack<T>()]), zeros = CacheLine.Align(stackalloc T[4 * StripPlan.MaxLanes + CacheLine.Slack<T>()]);
        new Span<T>(zeros, 4 * StripPlan.MaxLanes).Clear();
        ConvolutionAxis v = Geometry.Vertical, h = Geometry.Horizontal;
        int inputs = Geometry.InputChannels, outputs = Geometry.OutputChannels, weights = v.Kernel * h.Kernel * inputs;
        int tile = BroadcastTile.Rows<T, TVector>(block.Vectors);
        var finish = new BroadcastFinish<T>(TileFinish<T>.Kind.Accumulate, outputs, null, null);
        int input = 0, column = 0;
        T* row = source, tap = source;
        for (int start = 0; start < weights; start += tile)
        {
            int count = Math.Min(tile, weights - start);
            for (int i = 0; i < BroadcastTile.MostRows; i++)
            {
                numbers[i] = i < count ? tap + input : tap;
                if (i >= count) continue; // rows that are not written read what is there
                if (++input < inputs) continue;
                input = 0;
                if (++column == h.Kernel)
                {
                    column = 0;
                    row += v.Dilation * Plan.RowStride;
                }

                tap = start + i + 1 < weights ? row + (column * h.Dilation * (nint)inputs) : tap;
            }

            BroadcastTile.Run<T, TVector>(block.Vectors, places, numbers, cotangent + block.Start, block.Last, zeros, tileSums);
            finish.Write<TVector>(block.Vectors, tileSums, block.Last, count, sums + ((nint)start * outputs) + block.Start);
        }
    }
}
