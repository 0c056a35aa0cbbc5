using System.Numerics;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// A forward correlation for one register width: each part computes some bands of result rows. Those of a phase
/// (<see cref="AxisPhase"/>) are computed aside and then written between those of the other phases.
/// </summary>
internal unsafe struct ForwardBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal StripPlan Plan;
    internal TapWalk Taps;
    internal Slicing Slicing;
    internal PhaseWriter Writer;
    internal TileFinish<T> Channels;
    internal TileFinish<T> Rows;
    internal T* Source;
    internal T* Weights;
    internal T* Bias;
    internal T* Result;
    internal T* Gate;
    internal T* Strips;

    /// <inheritdoc/>
    public void Run(int part)
    {
        ConvolutionAxis v = Geometry.Vertical, h = Geometry.Horizontal;
        T* strip = Strips + (part * (nint)(Plan.StripLength(Geometry.InputChannels) + Writer.BandLength(Geometry, Plan)));
        T* aside = strip + (nint)Plan.StripLength(Geometry.InputChannels);
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

            nint plane = (nint)v.Output * h.Output, first = Slicing.ResultPlane(picture);
            if (Writer.IsNeeded)
            {
                nint stride = PhaseWriter.PlaneStride(Geometry, Plan);
                Band(source, Slicing.Group(picture), rows, aside, stride);
                Writer.Write(aside, stride, Geometry, first, Slicing.AllSlices, row, rows, Result, Gate);
            }
            else
            {
                Band(source, Slicing.Group(picture), rows, Result + (first * plane) + ((nint)row * h.Output), Slicing.AllSlices * plane);
            }
        }
    }

    /// <summary>All output channels of a band of rows, each <paramref name="planeStride"/> behind the one before.</summary>
    private readonly void Band(T* source, int group, int rows, T* destination, nint planeStride)
    {
        nint sourceRow = Geometry.Vertical.Stride * Plan.RowStride;
        int width = Geometry.Horizontal.Output;
        nint weightsOfChannel = (nint)Geometry.InputChannels * Geometry.Vertical.Kernel * Geometry.Horizontal.Kernel;
        bool rowTiles = RowTile.Fits(Geometry.Vertical);
        T* groupWeights = Weights + (group * weightsOfChannel * Geometry.OutputChannels);
        T* groupBias = Bias + ((nint)group * Geometry.OutputChannels);
        for (int channel = 0, block; channel < Geometry.OutputChannels; channel += block)
        {
            block = ChannelBlocks.Next<T, TVector>(Geometry.OutputChannels - channel);
            T* weights = groupWeights + (channel * weightsOfChannel);
            T* bias = groupBias + channel;
            T* result = destination + (channel * planeStride);
            if (block == 1 && rowTiles)
            {
                RowTiles(source, weights, bias, result, rows);
                continue;
            }

            for (int y = 0; y < rows; y++) ChannelTiles(block, source + (y * sourceRow), weights, bias, result + ((nint)y * width));
        }
    }

    /// <summary>
    /// One row of a block of channels, cut into tiles of 3 registers; where 4 or 2 registers are left, tiles of 2. The
    /// last tile ends with the row: where the width is no multiple of a register, it computes some pixels once more.
    /// </summary>
    private readonly void ChannelTiles(int block, T* source, T* weights, T* bias, T* result)
    {
        int width = Geometry.Horizontal.Output;
        if (width < TVector.Count)
        {
            T* narrow = stackalloc T[8 * StripPlan.MaxLanes];
            ChannelTile<One>(block, source, weights, new TileFinish<T>(TVector.Count), bias, narrow);
            Channels.WriteNarrow<TVector>(narrow, TVector.Count, block, width, result);
            return;
        }

        int vectors = (width + TVector.Count - 1) / TVector.Count, widest = width / TVector.Count;
        for (int x = 0; vectors > 0;)
        {
            int tile = Math.Min(vectors is 4 or 2 ? 2 : vectors == 1 ? 1 : 3, widest);
            vectors -= tile;
            if (vectors == 0) x = width - (tile * TVector.Count);
            switch (tile)
            {
                case 3: ChannelTile<Three>(block, source + x, weights, Channels, bias, result + x); break;
                case 2: ChannelTile<Two>(block, source + x, weights, Channels, bias, result + x); break;
                default: ChannelTile<One>(block, source + x, weights, Channels, bias, result + x); break;
            }

            x += tile * TVector.Count;
        }
    }

    private readonly void ChannelTile<TVectors>(int block, T* source, T* weights, in TileFinish<T> finish, T* bias, T* result)
        where TVectors : struct, IConstant
    {
        switch (block)
        {
            case 8: Convolution.ChannelTile.Run<T, TVector, Eight, TVectors>(Taps, source, weights, finish, bias, result); break;
            case 4: Convolution.ChannelTile.Run<T, TVector, Four, TVectors>(Taps, source, weights, finish, bias, result); break;
            case 3: Convolution.ChannelTile.Run<T, TVector, Three, TVectors>(Taps, source, weights, finish, bias, result); break;
            case 2: Convolution.ChannelTile.Run<T, TVector, Two, TVectors>(Taps, source, weights, finish, bias, result); break;
            default: Convolution.ChannelTile.Run<T, TVector, One, TVectors>(Taps, source, weights, finish, bias, result); break;
        }
    }

    /// <summary>
    /// A band of a single channel, four rows at a time. Where rows and columns do not come out even, the last tile lies
    /// partly over the one before and computes the same numbers once more.
    /// </summary>
    private readonly void RowTiles(T* source, T* weights, T* bias, T* result, int rows)
    {
        int width = Geometry.Horizontal.Output;
        T* narrow = stackalloc T[RowTile.Rows * StripPlan.MaxLanes];
        int widest = Math.Clamp(width / TVector.Count, 1, TVector.Registers >= 32 ? 4 : 2);
        for (int next = 0; next < rows; next += RowTile.Rows)
        {
            int y = Math.Min(next, rows - RowTile.Rows);
            T* from = source + (y * Plan.RowStride), to = result + ((nint)y * width);
            if (width < TVector.Count)
            {
                RowTile.Run<T, TVector, One>(Taps, from, weights, new TileFinish<T>(TVector.Count), bias, narrow);
                Rows.WriteNarrow<TVector>(narrow, TVector.Count, RowTile.Rows, width, to);
                continue;
            }

            int vectors = (width + TVector.Count - 1) / TVector.Count;
            for (int x = 0; vectors > 0;)
            {
                int tile = Math.Min(vectors, widest);
                vectors -= tile;
                if (vectors == 0) x = width - (tile * TVector.Count);
                switch (tile)
                {
                    case 4: RowTile.Run<T, TVector, Four>(Taps, from + x, weights, Rows, bias, to + x); break;
                    case 3: RowTile.Run<T, TVector, Three>(Taps, from + x, weights, Rows, bias, to + x); break;
                    case 2: RowTile.Run<T, TVector, Two>(Taps, from + x, weights, Rows, bias, to + x); break;
                    default: RowTile.Run<T, TVector, One>(Taps, from + x, weights, Rows, bias, to + x); break;
                }

                x += tile * TVector.Count;
            }
        }
    }
}
