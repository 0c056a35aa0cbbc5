using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>How many channels a tile takes at a time, and the order of weights that follows from it.</summary>
internal static unsafe class ChannelBlocks
{
    /// <summary>The next block of <paramref name="remaining"/> channels: 8 (with 32 registers), 4, 3, 2 or 1.</summary>
    internal static int Next<T, TVector>(int remaining)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> =>
        remaining >= 8 && TVector.Registers >= 32 ? 8 : Math.Min(remaining, 4);

    /// <summary>
    /// Copies the kernel of one group block after block, each block as [kz][input channel][ky][kx][channel of the block];
    /// a block of one channel as [kz][input channel][kx][ky] if <paramref name="columnsFirst"/>.
    /// </summary>
    internal static void PackWeights<T, TVector>(
        in ConvolutionGeometry g, in Slicing slicing, T* kernel, in KernelOrder order, int group, bool columnsFirst, T* packed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        int rows = g.Vertical.Kernel, columns = g.Horizontal.Kernel, inputs = slicing.Inputs, outputs = g.OutputChannels;
        nint outputStep = order.OutputStep;
        for (int first = 0, block; first < outputs; first += block)
        {
            block = Next<T, TVector>(outputs - first);
            if (block == 1 && columnsFirst)
            {
                for (int kz = 0; kz < slicing.Depth.Kernel; kz++)
                    for (int input = 0; input < inputs; input++)
                        for (int kx = 0; kx < columns; kx++)
                            for (int ky = 0; ky < rows; ky++)
                                *packed++ = kernel[order.Tap(group, kz, ky, kx) + (input * order.InputStep) + (first * outputStep)];
                continue;
            }

            for (int kz = 0; kz < slicing.Depth.Kernel; kz++)
                for (int input = 0; input < inputs; input++)
                    for (int ky = 0; ky < rows; ky++)
                        for (int kx = 0; kx < columns; kx++)
                        {
                            T* weights = kernel + order.Tap(group, kz, ky, kx) + (input * order.InputStep) + (first * outputStep);
                            for (int output = 0; output < block; output++) *packed++ = weights[output * outputStep];
                        }
        }
    }
}
