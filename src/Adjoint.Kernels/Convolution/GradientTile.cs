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
    /// <param name="panel">The cotangents.</param>
    /// <param name="s0">What the first tap reads for the first pixel.</param>
    /// <param name="s1">The same for the second tap.</param>
    /// <param name="s2">The same for the third tap.</param>
    /// <param name="sourceRow">Distance between what a tap reads for two rows of cotangents.</param>
    /// <param name="partial">Where the sum of the first channel and tap is added; channels lie side by side.</param>
    /// <param name="tapStride">Distance between two taps there.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, TVector, TChannels, TTaps>(
        in CotangentPanel<T> panel, T* s0, T* s1, T* s2, nint sourceRow, T* partial, nint tapStride)
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
        nint width = panel.Width, channelStride = panel.ChannelStride;
        T* c0 = panel.Start;
        T* c1 = c0 + channelStride, c2 = c1 + channelStride, c3 = c2 + channelStride, c4 = c3 + channelStride, c5 = c4 + channelStride, c6 = c5 + channelStride, c7 = c6 + channelStride;
        TVector x0, x1, x2;
        for (int rows = panel.Rows; rows > 0; rows--)
        {
            for (nint x = 0; x < width; x += TVector.Count)
            {
                x0 = x1 = x2 = TVector.Load(s0 + x);
                if (TTaps.Value > 1) x1 = TVector.Load(s1 + x);
                if (TTaps.Value > 2) x2 = TVector.Load(s2 + x);
                Multiply<T, TVector, TTaps>(TVector.Load(c0 + x), x0, x1, x2, ref a00, ref a01, ref a02);
                if (TChannels.Value > 1) Multiply<T, TVector, TTaps>(TVector.Load(c1 + x), x0, x1, x2, ref a10, ref a11, ref a12);
                if (TChannels.Value > 2) Multiply<T, TVector, TTaps>(TVector.Load(c2 + x), x0, x1, x2, ref a20, ref a21, ref a22);
                if (TChannels.Value > 3) Multiply<T, TVector, TTaps>(TVector.Load(c3 + x), x0, x1, x2, ref a30, ref a31, ref a32);
                if (TChannels.Value > 4) Multiply<T, TVector, TTaps>(TVector.Load(c4 + x), x0, x1, x2, ref a40, ref a41, ref a42);
                if (TChannels.Value > 5) Multiply<T, TVector, TTaps>(TVector.Load(c5 + x), x0, x1, x2, ref a50, ref a51, ref a52);
                if (TChannels.Value > 6) Multiply<T, TVector, TTaps>(TVector.Load(c6 + x), x0, x1, x2, ref a60, ref a61, ref a62);
                if (TChannels.Value > 7) Multiply<T, TVector, TTaps>(TVector.Load(c7 + x), x0, x1, x2, ref a70, ref a71, ref a72);
            }

            s0 += sourceRow;
            s1 += sourceRow;
            s2 += sourceRow;
            c0 += width;
            c1 += width;
            c2 += width;
            c3 += width;
            c4 += width;
            c5 += width;
            c6 += width;
            c7 += width;
        }

        Add<T, TVector, TTaps>(partial, tapStride, a00, a01, a02);
        if (TChannels.Value > 1) Add<T, TVector, TTaps>(partial + 1, tapStride, a10, a11, a12);
        if (TChannels.Value > 2) Add<T, TVector, TTaps>(partial + 2, tapStride, a20, a21, a22);
        if (TChannels.Value > 3) Add<T, TVector, TTaps>(partial + 3, tapStride, a30, a31, a32);
        if (TChannels.Value > 4) Add<T, TVector, TTaps>(partial + 4, tapStride, a40, a41, a42);
        if (TChannels.Value > 5) Add<T, TVector, TTaps>(partial + 5, tapStride, a50, a51, a52);
        if (TChannels.Value > 6) Add<T, TVector, TTaps>(partial + 6, tapStride, a60, a61, a62);
        if (TChannels.Value > 7) Add<T, TVector, TTaps>(partial + 7, tapStride, a70, a71, a72);
    }

    /// <summary>One channel of cotangents times three taps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Multiply<T, TVector, TTaps>(
        TVector y, TVector x0, TVector x1, TVector x2, ref TVector a0, ref TVector a1, ref TVector a2)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TTaps : struct, IConstant
    {
        a0 = TVector.MultiplyAdd(y, x0, a0);
        if (TTaps.Value > 1) a1 = TVector.MultiplyAdd(y, x1, a1);
        if (TTaps.Value > 2) a2 = TVector.MultiplyAdd(y, x2, a2);
    }

    /// <summary>Adds up the lanes of one channel's sums.</summary>
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
