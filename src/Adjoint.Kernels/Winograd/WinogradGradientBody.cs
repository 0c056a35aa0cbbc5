using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>
/// A kernel gradient by Winograd's method for one register width: each part adds up, for each position, the products of the transformed sources and
/// cotangents of its units, [block of channels][position][ci][register], in sums of its own.
/// </summary>
internal unsafe struct WinogradGradientBody<T, TVector> : IParallelBody
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TVector : unmanaged, ISimd<TVector, T>
{
    internal ConvolutionGeometry Geometry;
    internal WinogradPlan Plan;
    internal ScratchSlots Slots;
    internal T* Source;
    internal T* Cotangent;
    internal T* Sums;
    internal T* Scratch;

    /// <inheritdoc/>
    public void Run(int part)
    {
        int slot = Slots.Take();
        T* patch = Scratch + (slot * (nint)Plan.PartLength), sources = patch + (nint)Plan.PatchLength;
        T* cotangents = sources + (WinogradTile.Positions * Plan.SourceStride);
        T* sums = Sums + (part * (nint)Plan.SumsLength);
        new Span<T>(sums, (int)Plan.SumsLength).Clear();
        int end = (int)((long)(part + 1) * Plan.Units / Plan.GradientParts), channels = Geometry.OutputChannels;
        for (int unit = (int)((long)part * Plan.Units / Plan.GradientParts); unit < end; unit++)
        {
            WinogradSource.Transform<T, TVector>(Geometry, Plan, unit, Source, patch, sources);
            (long first, int count) = Plan.Unit(unit);
            T* to = sums;
            for (int block = 0; block < ChannelRegisters.Blocks<T, TVector>(channels); block++)
            {
                ChannelRegisters registers = ChannelRegisters.Block<T, TVector>(channels, block);
                Cotangents(registers, first, count, patch, cotangents);
                to = Multiply(registers, count, sources, cotangents, to);
            }
        }

        Slots.Return(slot);
    }

    /// <summary>Transforms a block of channels of the cotangents of a unit.</summary>
    private readonly void Cotangents(in ChannelRegisters block, long first, int count, T* patch, T* to)
    {
        T* scratch = CacheLine.Align(stackalloc T[WinogradTile.TransformScratch + CacheLine.Slack<T>()]);
        int height = Geometry.Vertical.Output, width = Geometry.Horizontal.Output, channels = Geometry.OutputChannels, line = block.Vectors * TVector.Count;
        nint stride = Plan.BlockStride(line);
        for (int tile = 0; tile < count; tile++, to += line)
        {
            (int picture, int row, int column) = Plan.Tile(first + tile);
            T* from = WinogradSource.Patch(
                Cotangent + ((nint)picture * height * width * channels), height, width, channels, row, column, WinogradTile.Outputs, patch, out nint rowStep);
            for (int vector = 0; vector < block.Vectors; vector++)
            {
                int channel = block.Start + (vector == block.Vectors - 1 ? block.Last : vector * TVector.Count);
                WinogradTile.Transform<T, TVector, CotangentTransform>(
                    from + channel, rowStep, channels, to + (vector * TVector.Count), WinogradTile.Size * stride, stride, scratch);
            }
        }
    }

    /// <summary>Adds for each position the product of the transposed sources, [ci][tile], with the cotangents, [tile][channels of the block].</summary>
    private readonly T* Multiply(in ChannelRegisters block, int count, T* sources, T* cotangents, T* sums)
    {
        T** numbers = stackalloc T*[BroadcastTile.MostRows];
        T* zeros = CacheLine.Align(stackalloc T[WinogradPlan.LineLength + CacheLine.Slack<T>()]), products = CacheLine.Align(stackalloc T[BroadcastTile.MostSums + CacheLine.Slack<T>()]);
        new Span<T>(zeros, WinogradPlan.LineLength).Clear();
        int inputs = Geometry.InputChannels, line = block.Vectors * TVector.Count, rows = BroadcastTile.Rows<T, TVector>(block.Vectors);
        BroadcastWalk walk = new((1, 0, 0), (1, 0, 0), (count, inputs, line));
        nint stride = Plan.BlockStride(line);
        for (int position = 0; position < WinogradTile.Positions; position++, sources += Plan.SourceStride, cotangents += stride)
        {
            for (int input = 0; input < inputs; input += rows, sums += rows * line)
            {
                for (int i = 0; i < BroadcastTile.MostRows; i++) numbers[i] = sources + Math.Min(input + i, inputs - 1);
                BroadcastTile.Run<T, TVector>(block.Vectors, walk, numbers, cotangents, (block.Vectors - 1) * TVector.Count, zeros, products);
                for (int i = 0; i < rows * line; i += TVector.Count) TVector.Store(TVector.Add(TVector.Load(sums + i), TVector.Load(products + i)), sums + i);
            }
        }

        return sums;
    }
}
