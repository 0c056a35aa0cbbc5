using System.Numerics;

namespace Adjoint.Kernels.Convolution;

/// <summary>A band of rows of cotangents, [channel][row][column], with rows of whole registers.</summary>
/// <param name="start">The first number.</param>
/// <param name="rows">Rows.</param>
/// <param name="width">Columns, a multiple of every register's lanes.</param>
/// <param name="rowStride">Distance between two rows.</param>
/// <param name="channelStride">Distance between two channels.</param>
internal readonly unsafe struct CotangentBand<T>(T* start, int rows, int width, nint rowStride, nint channelStride)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal readonly T* Start = start;
    internal readonly int Rows = rows;
    internal readonly int Width = width;
    internal readonly nint RowStride = rowStride;
    internal readonly nint ChannelStride = channelStride;

    /// <summary>Copies a band into rows that are padded with zeros to whole registers.</summary>
    /// <param name="from">The first number of the band.</param>
    /// <param name="planeStride">Distance between two channels of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="channels">Channels.</param>
    internal void Fill(T* from, nint planeStride, int columns, int channels)
    {
        for (int channel = 0; channel < channels; channel++, from += planeStride)
        {
            for (int row = 0; row < Rows; row++)
            {
                var destination = new Span<T>(Start + (channel * ChannelStride) + (row * RowStride), Width);
                new ReadOnlySpan<T>(from + ((nint)row * columns), columns).CopyTo(destination);
                destination[columns..].Clear();
            }
        }
    }
}
