using System.Numerics;
using Adjoint.Kernels.Convolution;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Winograd;

/// <summary>Brings the sources of a unit's tiles into the form in which they are multiplied: [position][tile][channel].</summary>
internal static unsafe class WinogradSource
{
    /// <summary>Transforms all channels of all tiles of a unit.</summary>
    /// <param name="g">The geometry.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="source">The pictures.</param>
    /// <param name="patch">Scratch for a tile at the border.</param>
    /// <param name="to">Where the numbers go.</param>
    internal static void Transform<T, TVector>(in ConvolutionGeometry g, in WinogradPlan plan, int unit, T* source, T* patch, T* to)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* scratch = CacheLine.Align(stackalloc T[WinogradTile.TransformScratch + CacheLine.Slack<T>()]);
        (int height, int width, int channels) = (g.Vertical.Input, g.Horizontal.Input, g.InputChannels);
        (long first, int count) = plan.Unit(unit);
        for (int tile = 0; tile < count; tile++, to += channels)
        {
            (int picture, int row, int column) = plan.Tile(first + tile);
            (row, column) = (row - g.Vertical.PadBefore, column - g.Horizontal.PadBefore);
            T* from = Patch(source + ((nint)picture * height * width * channels), height, width, channels, row, column, WinogradTile.Size, patch, out nint rowStep);
            for (int channel = 0; channel < channels; channel += TVector.Count)
            {
                int at = Math.Min(channel, channels - TVector.Count); // the last register may lie partly over the one before
                WinogradTile.Transform<T, TVector, SourceTransform>(from + at, rowStep, channels, to + at, WinogradTile.Size * plan.SourceStride, plan.SourceStride, scratch);
            }
        }
    }

    /// <summary>A square of a picture: where it lies or, where it reaches over the border, a copy with zeros there.</summary>
    internal static T* Patch<T>(T* picture, int height, int width, int channels, int row, int column, int size, T* copy, out nint rowStep)
        where T : unmanaged
    {
        if (row >= 0 && column >= 0 && row + size <= height && column + size <= width)
        {
            rowStep = (nint)width * channels;
            return picture + (row * rowStep) + ((nint)column * channels);
        }

        rowStep = (nint)size * channels;
        int low = Math.Clamp(-column, 0, size), high = Math.Clamp(width - column, low, size);
        for (int y = 0; y < size; y++)
        {
            Span<T> to = new(copy + (y * rowStep), (int)rowStep);
            if (row + y < 0 || row + y >= height || low == high)
            {
                to.Clear();
                continue;
            }

            to[..(low * channels)].Clear();
            new ReadOnlySpan<T>(picture + ((((nint)(row + y) * width) + column + low) * channels), (high - low) * channels).CopyTo(to[(low * channels)..]);
            to[(high * channels)..].Clear();
        }

        return copy;
    }
}
