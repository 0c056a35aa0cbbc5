using System.Numerics;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Weights and biases of an interleaved correlation in the order in which tiles read them: block after block of channels, each
/// [ky][kx][ci][register], so that all reads are of whole cache lines one after the other.
/// </summary>
internal static unsafe class PackedWeights
{
    // Rows and columns of a block of weights that is transposed at a time: both sides stay in the first-level cache.
    private const int Square = 16;

    /// <summary>Numbers of all weights; registers are counted as if they were of the widest.</summary>
    internal static long Length(in ConvolutionGeometry g) => (long)g.Vertical.Kernel * g.Horizontal.Kernel * g.InputChannels * BiasLength(g);

    /// <summary>Numbers of the biases.</summary>
    internal static int BiasLength(in ConvolutionGeometry g) => (g.OutputChannels + StripPlan.MaxLanes - 1) / StripPlan.MaxLanes * StripPlan.MaxLanes;

    /// <summary>Puts weights and biases in order.</summary>
    /// <param name="g">The geometry.</param>
    /// <param name="kernel">[ky][kx][ci][co], or [ky][kx][co][ci] if <paramref name="swapChannels"/>.</param>
    /// <param name="swapChannels">The kernel is stored with its channels exchanged.</param>
    /// <param name="bias">One number a channel, or null.</param>
    /// <param name="weights">Where the weights go.</param>
    /// <param name="biases">Where the biases go.</param>
    internal static void Pack<T, TVector>(in ConvolutionGeometry g, T* kernel, bool swapChannels, T* bias, T* weights, T* biases)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        int inputs = g.InputChannels, outputs = g.OutputChannels, taps = g.Vertical.Kernel * g.Horizontal.Kernel;
        for (int i = 0; i < ChannelRegisters.Blocks<T, TVector>(outputs); i++)
        {
            ChannelRegisters block = ChannelRegisters.Block<T, TVector>(outputs, i);
            nint line = block.Vectors * TVector.Count;
            for (int vector = 0; vector < block.Vectors; vector++, biases += TVector.Count)
            {
                int channel = block.Start + (vector == block.Vectors - 1 ? block.Last : vector * TVector.Count);
                TVector.Store(bias is null ? TVector.Zero : TVector.Load(bias + channel), biases);
                T* to = weights + (vector * TVector.Count);
                if (swapChannels)
                {
                    for (int tap = 0; tap < taps; tap++)
                        Transpose(kernel + ((((nint)tap * outputs) + channel) * inputs), TVector.Count, inputs, to + (tap * inputs * line), line);
                }
                else
                {
                    for (nint row = 0; row < (nint)taps * inputs; row++)
                        TVector.Store(TVector.Load(kernel + (row * outputs) + channel), to + (row * line));
                }
            }

            weights += (nint)taps * inputs * line;
        }
    }

    /// <summary>to[c · stride + r] = from[r · columns + c].</summary>
    private static void Transpose<T>(T* from, int rows, int columns, T* to, nint stride)
        where T : unmanaged
    {
        for (int first = 0; first < columns; first += Square)
        {
            int end = Math.Min(columns, first + Square);
            for (int column = first; column < end; column++)
                for (int row = 0; row < rows; row++)
                    to[(column * stride) + row] = from[((nint)row * columns) + column];
        }
    }
}
