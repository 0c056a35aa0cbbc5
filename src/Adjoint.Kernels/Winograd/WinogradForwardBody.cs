using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>A forward correlation by Winograd's method for one register width: each part computes some units of the plan.</summary>
internal unsafe struct WinogradForwardBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal WinogradPlan Plan;
    internal BroadcastFinish<T> Finish;
    internal ScratchSlots Slots;
    internal T* Source;
    internal T* Weights;
    internal T* Bias;
    internal T* Result;
    internal T* Scratch;

    /// <inheritdoc/>
    public void Run(int part)
    {
        int slot = Slots.Take();
        T* patch = Scratch + (slot * (nint)Plan.PartLength), sources = patch + (nint)Plan.PatchLength;
        T* products = sources + (WinogradTile.Positions * Plan.SourceStride);
        int end = (int)((long)(part + 1) * Plan.Units / Plan.Parts), channels = Geometry.OutputChannels;
        for (int unit = (int)((long)part * Plan.Units / Plan.Parts); unit < end; unit++)
        {
            WinogradSource.Transform<T, TVector>(Geometry, Plan, unit, Source, patch, sources);
            (long first, int count) = Plan.Unit(unit);
            T* weights = Weights;
            for (int block = 0; block < ChannelRegisters.Blocks<T, TVector>(channels); block++)
            {
                ChannelRegisters registers = ChannelRegisters.Block<T, TVector>(channels, block);
                Multiply(registers, count, sources, weights, products);
                Results(registers, first, count, products);
                weights += WinogradTile.Positions * WinogradPlan.WeightsStride(Geometry.InputChannels, registers.Vectors * TVector.Count);
            }
        }

        Slots.Return(slot);
    }

    /// <summary>For each position the product of the sources, [tile][ci], with the weights, [ci][channels of the block].</summary>
    internal readonly void Multiply(in ChannelRegisters block, int count, T* sources, T* weights, T* products)
    {
        T** numbers = stackalloc T*[BroadcastTile.MostRows];
        T* zeros = CacheLine.Align(stackalloc T[WinogradPlan.LineLength + CacheLine.Slack<T>()]);
        new Span<T>(zeros, WinogradPlan.LineLength).Clear();
        int inputs = Geometry.InputChannels, line = block.Vectors * TVector.Count, rows = BroadcastTile.Rows<T, TVector>(block.Vectors);
        BroadcastWalk walk = new((1, 0, 0), (1, 0, 0), (inputs, 1, line));
        nint stride = Plan.BlockStride(line);
        for (int position = 0; position < WinogradTile.Positions; position++, weights += WinogradPlan.WeightsStride(inputs, line), sources += Plan.SourceStride, products += stride)
        {
            // Rows beyond the last tile of a unit are computed from what lies there, and never read.
            for (int tile = 0; tile < count; tile += rows)
            {
                for (int i = 0; i < BroadcastTile.MostRows; i++) numbers[i] = sources + ((tile + Math.Min(i, rows - 1)) * (nint)inputs);
                BroadcastTile.Run<T, TVector>(block.Vectors, walk, numbers, weights, (block.Vectors - 1) * TVector.Count, zeros, products + (tile * (nint)line));
            }
        }
    }

    /// <summary>Takes the products of a block of channels back to results and writes those that exist.</summary>
    internal readonly void Results(in ChannelRegisters block, long first, int count, T* products)
    {
        T* scratch = CacheLine.Align(stackalloc T[WinogradTile.TransformScratch + CacheLine.Slack<T>()]), results = CacheLine.Align(stackalloc T[WinogradTile.Outputs * WinogradTile.Outputs * StripPlan.MaxLanes + CacheLine.Slack<T>()]);
        int height = Geometry.Vertical.Output, width = Geometry.Horizontal.Output, channels = Geometry.OutputChannels, line = block.Vectors * TVector.Count;
        nint stride = Plan.BlockStride(line);
        for (int tile = 0; tile < count; tile++, products += line)
        {
            (int picture, int row, int column) = Plan.Tile(first + tile);
            int rows = Math.Min(WinogradTile.Outputs, height - row), columns = Math.Min(WinogradTile.Outputs, width - column);
            T* to = Result + (((((nint)picture * height) + row) * width) + column) * channels;
            for (int vector = 0; vector < block.Vectors; vector++)
            {
                int channel = block.Start + (vector == block.Vectors - 1 ? block.Last : vector * TVector.Count);
                WinogradTile.Transform<T, TVector, ResultTransform>(
                    products + (vector * TVector.Count), WinogradTile.Size * stride, stride, results, WinogradTile.Outputs * TVector.Count, TVector.Count, scratch);
                TVector bias = TVector.Load(Bias + ((block.Registers + vector) * TVector.Count));
                for (int y = 0; y < rows; y++)
                    for (int x = 0; x < columns; x++)
                    {
                        TVector sum = TVector.Add(TVector.Load(results + (((y * WinogradTile.Outputs) + x) * TVector.Count)), bias);
                        T* at = to + ((((nint)y * width) + x) * channels) + channel;
                        TVector.Store(Finish.Finished(sum, at), at);
                    }
            }
        }
    }
}
