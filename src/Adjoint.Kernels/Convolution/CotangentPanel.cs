using System.Numerics;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Some rows of some channels of the cotangent, [channel][row][column], copied together: it stays in the first-level
/// cache while tap after tap passes by, its registers do not straddle cache lines, and rows are filled up with zeros
/// to whole registers: a cotangent of zero adds nothing.
/// </summary>
internal unsafe struct CotangentPanel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T* Start;
    internal int Rows;

    /// <summary>Columns, the zeros included; the distance between two rows.</summary>
    internal nint Width;
    internal nint ChannelStride;

    /// <summary>Copies rows in.</summary>
    /// <param name="from">The first number of the first channel.</param>
    /// <param name="planeStride">Distance between two channels there.</param>
    /// <param name="columns">Columns there.</param>
    /// <param name="channels">Channels.</param>
    internal readonly void Fill(T* from, nint planeStride, int columns, int channels)
    {
        for (int channel = 0; channel < channels; channel++, from += planeStride)
        {
            for (int row = 0; row < Rows; row++)
            {
                var destination = new Span<T>(Start + (channel * ChannelStride) + (row * Width), (int)Width);
                new ReadOnlySpan<T>(from + ((nint)row * columns), columns).CopyTo(destination);
                destination[columns..].Clear();
            }
        }
    }
}
