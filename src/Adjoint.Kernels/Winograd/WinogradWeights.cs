using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Layout;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>A transformed kernel in the order in which the matrix products read it: block after block of channels, each [position][ci][register].</summary>
internal static unsafe class WinogradWeights
{
    /// <summary>Transforms a kernel.</summary>
    /// <param name="g">The geometry.</param>
    /// <param name="kernel">[ky][kx][ci][co], or [ky][kx][co][ci] if <paramref name="swapChannels"/>.</param>
    /// <param name="swapChannels">The kernel is stored with its channels exchanged.</param>
    /// <param name="bias">One number a channel, or null.</param>
    /// <param name="weights">Where the weights go.</param>
    /// <param name="biases">Where the biases go, register after register.</param>
    /// <param name="exchanged">Scratch of a kernel's length, if channels are exchanged.</param>
    internal static void Pack<T, TVector>(in ConvolutionGeometry g, T* kernel, bool swapChannels, T* bias, T* weights, T* biases, T* exchanged)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* scratch = CacheLine.Align(stackalloc T[WinogradTile.TransformScratch + CacheLine.Slack<T>()]);
        int inputs = g.InputChannels, outputs = g.OutputChannels, length = (int)g.KernelLength;
        if (swapChannels)
        {
            MemoryLayout.Transpose(WinogradTile.Taps * WinogradTile.Taps, outputs, inputs, new ReadOnlySpan<T>(kernel, length), new Span<T>(exchanged, length));
            kernel = exchanged;
        }

        nint tap = (nint)inputs * outputs;
        for (int i = 0; i < ChannelRegisters.Blocks<T, TVector>(outputs); i++)
        {
            ChannelRegisters block = ChannelRegisters.Block<T, TVector>(outputs, i);
            nint line = block.Vectors * TVector.Count, position = WinogradPlan.WeightsStride(inputs, (int)line);
            for (int vector = 0; vector < block.Vectors; vector++, biases += TVector.Count)
            {
                int channel = block.Start + (vector == block.Vectors - 1 ? block.Last : vector * TVector.Count);
                TVector.Store(bias is null ? TVector.Zero : TVector.Load(bias + channel), biases);
                for (int input = 0; input < inputs; input++)
                {
                    WinogradTile.Transform<T, TVector, KernelTransform>(
                        kernel + ((nint)input * outputs) + channel, WinogradTile.Taps * tap, tap,
                        weights + (input * line) + (vector * TVector.Count), WinogradTile.Size * position, position, scratch);
                }
            }

            weights += WinogradTile.Positions * position;
        }
    }
}
