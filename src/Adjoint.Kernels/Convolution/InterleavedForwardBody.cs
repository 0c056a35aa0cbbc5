using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>A forward correlation of interleaved pictures for one register width: each part computes some units of the plan.</summary>
internal unsafe struct InterleavedForwardBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal InterleavedPlan Plan;
    internal BroadcastFinish<T> Finish;
    internal T* Source;
    internal T* Weights;
    internal T* Bias;
    internal T* Result;
    internal T* Strips;

    /// <inheritdoc/>
    public void Run(int part)
    {
        T* strip = Strips + (part * (nint)Plan.StripLength);
        int end = (int)((long)(part + 1) * Plan.Units / Plan.Parts), channels = Geometry.OutputChannels;
        int blocks = ChannelRegisters.Blocks<T, TVector>(channels);
        for (int unit = (int)((long)part * Plan.Units / Plan.Parts); unit < end; unit++)
        {
            T* source = Plan.Read(Geometry, unit, Source, strip);
            (int picture, int pictures, int row, int rows) = Plan.Unit(unit);
            nint first = (((nint)picture * Geometry.Vertical.Output) + row) * Geometry.Horizontal.Output;
            for (int block = 0; block < blocks; block++)
                Places(ChannelRegisters.Block<T, TVector>(channels, block), source, pictures, rows, Result + (first * channels));
        }
    }

    /// <summary>One block of channels of all places of a unit. The places of a tile follow each other in the result, over the ends of rows and pictures.</summary>
    private readonly void Places(in ChannelRegisters block, T* source, int pictures, int rows, T* result)
    {
        T** numbers = stackalloc T*[BroadcastTile.MostRows];
        T* sums = CacheLine.Align(stackalloc T[BroadcastTile.MostSums + CacheLine.Slack<T>()]);
        int columns = Geometry.Horizontal.Output, channels = Geometry.OutputChannels, places = pictures * rows * columns;
        int tile = BroadcastTile.Rows<T, TVector>(block.Vectors), line = block.Vectors * TVector.Count, taps = Geometry.Vertical.Kernel * Geometry.Horizontal.Kernel * Geometry.InputChannels;
        T* weights = Weights + (block.Registers * TVector.Count * (nint)taps), bias = Bias + (block.Registers * TVector.Count);
        BroadcastWalk walk = WalkOf(line);
        PlaceWalk<T> next = new(Geometry, Plan, source, pictures, rows);
        for (int start = 0; start < places; start += tile)
        {
            int count = next.Next(numbers, BroadcastTile.MostRows, tile);
            BroadcastTile.Run<T, TVector>(block.Vectors, walk, numbers, weights, (block.Vectors - 1) * TVector.Count, bias, sums);
            Finish.Write<TVector>(block.Vectors, sums, block.Last, count, result + ((nint)start * channels) + block.Start);
        }
    }

    /// <summary>The walk over all taps and input channels of weights [ky][kx][ci][line].</summary>
    private readonly BroadcastWalk WalkOf(nint line)
    {
        ConvolutionAxis v = Geometry.Vertical, h = Geometry.Horizontal;
        nint inputs = Geometry.InputChannels;
        return new BroadcastWalk(
            (v.Kernel, v.Dilation * Plan.RowStride, h.Kernel * inputs * line), (h.Kernel, h.Dilation * inputs, inputs * line), ((int)inputs, 1, line));
    }
}
