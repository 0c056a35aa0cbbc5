using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The dense core of every correlation and matrix product: a tile of up to 8 output channels by up to 3 registers of
/// neighbouring pixels. For each tap it reads the 3 registers once and multiplies them with the tap's weight for each
/// channel, a single number that is broadcast to all lanes. 8 · 3 sums, 3 registers of pixels and one weight take 28 of
/// the 32 registers that AVX-512 has; 4 · 3 sums take 16 of 16 on AVX2. A sum stays in its register for the whole loop
/// only if it has a name of its own: hence the 24 variables. The shape is given as types, and what lies outside of
/// the shape vanishes when the method is compiled.
/// </summary>
internal static unsafe class ChannelTile
{
    /// <summary>
    /// Computes one tile and writes it, always in whole registers: a call in this method, even one that is hardly ever
    /// made, would have the compiler move sums to memory in the midst of the loop.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <typeparam name="TChannels">Output channels of the tile: 1, 2, 3, 4 or 8.</typeparam>
    /// <typeparam name="TVectors">Registers of pixels of the tile: 1, 2 or 3.</typeparam>
    /// <param name="taps">How to walk over channels and taps.</param>
    /// <param name="source">What the first tap of the first input channel reads for the first pixel.</param>
    /// <param name="weights">Weights, [input channel][ky][kx][channel of the tile].</param>
    /// <param name="finish">What to do with the sums.</param>
    /// <param name="bias">What each channel's sum starts from.</param>
    /// <param name="result">Where the first pixel of the first channel goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, TVector, TChannels, TVectors>(
        in TapWalk taps, T* source, T* weights, in TileFinish<T> finish, T* bias, T* result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TChannels : struct, IConstant
        where TVectors : struct, IConstant
    {
        TVector a00 = TVector.Broadcast(bias[0]);
        TVector a01 = a00, a02 = a00;
        TVector a10 = TChannels.Value > 1 ? TVector.Broadcast(bias[1]) : TVector.Zero;
        TVector a11 = a10, a12 = a10;
        TVector a20 = TChannels.Value > 2 ? TVector.Broadcast(bias[2]) : TVector.Zero;
        TVector a21 = a20, a22 = a20;
        TVector a30 = TChannels.Value > 3 ? TVector.Broadcast(bias[3]) : TVector.Zero;
        TVector a31 = a30, a32 = a30;
        TVector a40 = TChannels.Value > 4 ? TVector.Broadcast(bias[4]) : TVector.Zero;
        TVector a41 = a40, a42 = a40;
        TVector a50 = TChannels.Value > 5 ? TVector.Broadcast(bias[5]) : TVector.Zero;
        TVector a51 = a50, a52 = a50;
        TVector a60 = TChannels.Value > 6 ? TVector.Broadcast(bias[6]) : TVector.Zero;
        TVector a61 = a60, a62 = a60;
        TVector a70 = TChannels.Value > 7 ? TVector.Broadcast(bias[7]) : TVector.Zero;
        TVector a71 = a70, a72 = a70;
        nint channelStride = taps.ChannelStride, rowStep = taps.RowStep, columnStep = taps.ColumnStep;
        nint wrap = taps.Wrap;
        int phaseStep = taps.PhaseStep, phases = taps.Phases, columns = taps.Columns;
        for (int channel = taps.Channels; channel > 0; channel--, source += channelStride)
        {
            T* row = source;
            for (int rows = taps.Rows; rows > 0; rows--, row += rowStep)
            {
                T* tap = row;
                int phase = 0;
                for (int column = columns; column > 0; column--)
                {
                    TVector x0 = TVector.Load(tap), x1 = x0, x2 = x0, w;
                    if (TVectors.Value > 1) x1 = TVector.Load(tap + TVector.Count);
                    if (TVectors.Value > 2) x2 = TVector.Load(tap + (2 * TVector.Count));
                    w = TVector.Broadcast(weights[0]);
                    a00 = TVector.MultiplyAdd(w, x0, a00);
                    if (TVectors.Value > 1) a01 = TVector.MultiplyAdd(w, x1, a01);
                    if (TVectors.Value > 2) a02 = TVector.MultiplyAdd(w, x2, a02);

                    if (TChannels.Value > 1)
                    {
                        w = TVector.Broadcast(weights[1]);
                        a10 = TVector.MultiplyAdd(w, x0, a10);
                        if (TVectors.Value > 1) a11 = TVector.MultiplyAdd(w, x1, a11);
                        if (TVectors.Value > 2) a12 = TVector.MultiplyAdd(w, x2, a12);
                    }

                    if (TChannels.Value > 2)
                    {
                        w = TVector.Broadcast(weights[2]);
                        a20 = TVector.MultiplyAdd(w, x0, a20);
                        if (TVectors.Value > 1) a21 = TVector.MultiplyAdd(w, x1, a21);
                        if (TVectors.Value > 2) a22 = TVector.MultiplyAdd(w, x2, a22);
                    }

                    if (TChannels.Value > 3)
                    {
                        w = TVector.Broadcast(weights[3]);
                        a30 = TVector.MultiplyAdd(w, x0, a30);
                        if (TVectors.Value > 1) a31 = TVector.MultiplyAdd(w, x1, a31);
                        if (TVectors.Value > 2) a32 = TVector.MultiplyAdd(w, x2, a32);
                    }

                    if (TChannels.Value > 4)
                    {
                        w = TVector.Broadcast(weights[4]);
                        a40 = TVector.MultiplyAdd(w, x0, a40);
                        if (TVectors.Value > 1) a41 = TVector.MultiplyAdd(w, x1, a41);
                        if (TVectors.Value > 2) a42 = TVector.MultiplyAdd(w, x2, a42);
                    }

                    if (TChannels.Value > 5)
                    {
                        w = TVector.Broadcast(weights[5]);
                        a50 = TVector.MultiplyAdd(w, x0, a50);
                        if (TVectors.Value > 1) a51 = TVector.MultiplyAdd(w, x1, a51);
                        if (TVectors.Value > 2) a52 = TVector.MultiplyAdd(w, x2, a52);
                    }

                    if (TChannels.Value > 6)
                    {
                        w = TVector.Broadcast(weights[6]);
                        a60 = TVector.MultiplyAdd(w, x0, a60);
                        if (TVectors.Value > 1) a61 = TVector.MultiplyAdd(w, x1, a61);
                        if (TVectors.Value > 2) a62 = TVector.MultiplyAdd(w, x2, a62);
                    }

                    if (TChannels.Value > 7)
                    {
                        w = TVector.Broadcast(weights[7]);
                        a70 = TVector.MultiplyAdd(w, x0, a70);
                        if (TVectors.Value > 1) a71 = TVector.MultiplyAdd(w, x1, a71);
                        if (TVectors.Value > 2) a72 = TVector.MultiplyAdd(w, x2, a72);
                    }

                    weights += TChannels.Value;
                    tap += columnStep;
                    phase += phaseStep;
                    if (phase >= phases)
                    {
                        phase -= phases;
                        tap += wrap;
                    }
                }
            }
        }

        finish.Write<TVector, TVectors>(a00, a01, a02, 0, result);
        if (TChannels.Value > 1) finish.Write<TVector, TVectors>(a10, a11, a12, 1, result);
        if (TChannels.Value > 2) finish.Write<TVector, TVectors>(a20, a21, a22, 2, result);
        if (TChannels.Value > 3) finish.Write<TVector, TVectors>(a30, a31, a32, 3, result);
        if (TChannels.Value > 4) finish.Write<TVector, TVectors>(a40, a41, a42, 4, result);
        if (TChannels.Value > 5) finish.Write<TVector, TVectors>(a50, a51, a52, 5, result);
        if (TChannels.Value > 6) finish.Write<TVector, TVectors>(a60, a61, a62, 6, result);
        if (TChannels.Value > 7) finish.Write<TVector, TVectors>(a70, a71, a72, 7, result);
    }
}
