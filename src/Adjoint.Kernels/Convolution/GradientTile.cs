using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The dense core of kernel gradients: up to 8 channels of the cotangent by up to 3 taps. For each register of pixels it
/// reads the 8 cotangents and what the 3 taps see of the source, and adds all 24 products, lane by lane, to 24 sums that
/// stay in registers over all rows of a band (each sum has a name of its own for that). Only at the end are the lanes
/// of each sum added up.
/// </summary>
internal static unsafe class GradientTile
{
    /// <summary>Computes one tile and adds it to the partial result.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <typeparam name="TChannels">Channels of the tile: 1, 2, 3, 4 or 8.</typeparam>
    /// <typeparam name="TTaps">Taps of the tile: 1, 2 or 3.</typeparam>
    /// <param name="band">The cotangents: where they lie and how many there are.</param>
    /// <param name="channel">First channel of the tile.</param>
    /// <param name="s0">What the first tap reads for the first pixel.</param>
    /// <param name="s1">The same for the second tap.</param>
    /// <param name="s2">The same for the third tap.</param>
    /// <param name="sourceRow">Distance between what a tap reads for two rows of cotangents.</param>
    /// <param name="partial">Where the sum of the first channel and tap is added; channels lie side by side.</param>
    /// <param name="tapStride">Distance between two taps there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, TVector, TChannels, TTaps>(
        in CotangentBand<T> band, int channel, T* s0, T* s1, T* s2, nint sourceRow, T* partial, nint tapStride)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TChannels : struct, IConstant
        where TTaps : struct, IConstant
    {
        TVector a00 = TVector.Zero, a01 = a00, a02 = a00;
        TVector a10 = TVector.Zero, a11 = a10, a12 = a10;
        TVector a20 = TVector.Zero, a21 = a20, a22 = a20;
        TVector a30 = TVector.Zero, a31 = a30, a32 = a30;
        TVector a40 = TVector.Zero, a41 = a40, a42 = a40;
        TVector a50 = TVector.Zero, a51 = a50, a52 = a50;
        TVector a60 = TVector.Zero, a61 = a60, a62 = a60;
        TVector a70 = TVector.Zero, a71 = a70, a72 = a70;
        nint channelStride = band.ChannelStride, rowStride = band.RowStride, width = band.Width;
        T* c0 = band.Start + (channel * channelStride);
        T* c1 = c0 + channelStride, c2 = c1 + channelStride, c3 = c2 + channelStride, c4 = c3 + channelStride, c5 = c4 + channelStride, c6 = c5 + channelStride, c7 = c6 + channelStride;
        for (int rows = band.Rows; rows > 0; rows--)
        {
            for (nint x = 0; x < width; x += TVector.Count)
            {
                TVector x0 = TVector.Load(s0 + x), x1 = x0, x2 = x0, y;
                if (TTaps.Value > 1) x1 = TVector.Load(s1 + x);
                if (TTaps.Value > 2) x2 = TVector.Load(s2 + x);
                y = TVector.Load(c0 + x);
                a00 = TVector.MultiplyAdd(y, x0, a00);
                if (TTaps.Value > 1) a01 = TVector.MultiplyAdd(y, x1, a01);
                if (TTaps.Value > 2) a02 = TVector.MultiplyAdd(y, x2, a02);

                if (TChannels.Value > 1)
                {
                    y = TVector.Load(c1 + x);
                    a10 = TVector.MultiplyAdd(y, x0, a10);
                    if (TTaps.Value > 1) a11 = TVector.MultiplyAdd(y, x1, a11);
                    if (TTaps.Value > 2) a12 = TVector.MultiplyAdd(y, x2, a12);
                }

                if (TChannels.Value > 2)
                {
                    y = TVector.Load(c2 + x);
                    a20 = TVector.MultiplyAdd(y, x0, a20);
                    if (TTaps.Value > 1) a21 = TVector.MultiplyAdd(y, x1, a21);
                    if (TTaps.Value > 2) a22 = TVector.MultiplyAdd(y, x2, a22);
                }

                if (TChannels.Value > 3)
                {
                    y = TVector.Load(c3 + x);
                    a30 = TVector.MultiplyAdd(y, x0, a30);
                    if (TTaps.Value > 1) a31 = TVector.MultiplyAdd(y, x1, a31);
                    if (TTaps.Value > 2) a32 = TVector.MultiplyAdd(y, x2, a32);
                }

                if (TChannels.Value > 4)
                {
                    y = TVector.Load(c4 + x);
                    a40 = TVector.MultiplyAdd(y, x0, a40);
                    if (TTaps.Value > 1) a41 = TVector.MultiplyAdd(y, x1, a41);
                    if (TTaps.Value > 2) a42 = TVector.MultiplyAdd(y, x2, a42);
                }

                if (TChannels.Value > 5)
                {
                    y = TVector.Load(c5 + x);
                    a50 = TVector.MultiplyAdd(y, x0, a50);
                    if (TTaps.Value > 1) a51 = TVector.MultiplyAdd(y, x1, a51);
                    if (TTaps.Value > 2) a52 = TVector.MultiplyAdd(y, x2, a52);
                }

                if (TChannels.Value > 6)
                {
                    y = TVector.Load(c6 + x);
                    a60 = TVector.MultiplyAdd(y, x0, a60);
                    if (TTaps.Value > 1) a61 = TVector.MultiplyAdd(y, x1, a61);
                    if (TTaps.Value > 2) a62 = TVector.MultiplyAdd(y, x2, a62);
                }

                if (TChannels.Value > 7)
                {
                    y = TVector.Load(c7 + x);
                    a70 = TVector.MultiplyAdd(y, x0, a70);
                    if (TTaps.Value > 1) a71 = TVector.MultiplyAdd(y, x1, a71);
                    if (TTaps.Value > 2) a72 = TVector.MultiplyAdd(y, x2, a72);
                }
            }

            s0 += sourceRow;
            s1 += sourceRow;
            s2 += sourceRow;
            c0 += rowStride;
            c1 += rowStride;
            c2 += rowStride;
            c3 += rowStride;
            c4 += rowStride;
            c5 += rowStride;
            c6 += rowStride;
            c7 += rowStride;
        }

        Add<T, TVector, TTaps>(partial + 0, tapStride, a00, a01, a02);
        if (TChannels.Value > 1) Add<T, TVector, TTaps>(partial + 1, tapStride, a10, a11, a12);
        if (TChannels.Value > 2) Add<T, TVector, TTaps>(partial + 2, tapStride, a20, a21, a22);
        if (TChannels.Value > 3) Add<T, TVector, TTaps>(partial + 3, tapStride, a30, a31, a32);
        if (TChannels.Value > 4) Add<T, TVector, TTaps>(partial + 4, tapStride, a40, a41, a42);
        if (TChannels.Value > 5) Add<T, TVector, TTaps>(partial + 5, tapStride, a50, a51, a52);
        if (TChannels.Value > 6) Add<T, TVector, TTaps>(partial + 6, tapStride, a60, a61, a62);
        if (TChannels.Value > 7) Add<T, TVector, TTaps>(partial + 7, tapStride, a70, a71, a72);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T, TVector, TTaps>(T* partial, nint tapStride, TVector a0, TVector a1, TVector a2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TTaps : struct, IConstant
    {
        partial[0] += TVector.Sum(a0);
        if (TTaps.Value > 1) partial[tapStride] += TVector.Sum(a1);
        if (TTaps.Value > 2) partial[2 * tapStride] += TVector.Sum(a2);
    }
}
