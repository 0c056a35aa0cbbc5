using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The dense core for a single output channel: a tile of 4 result rows by up to 4 registers of neighbouring pixels.
/// A source row is read once for each column of taps and used for every result row that it meets (four, with four
/// different taps of the column), so that reading keeps up with multiplying. At the upper and lower edge of the tile
/// a source row meets fewer result rows; these cases are written out.
/// </summary>
internal static unsafe class RowTile
{
    /// <summary>Result rows of a tile.</summary>
    internal const int Rows = 4;

    /// <summary>True if the tile can compute this geometry: vertical stride and dilation 1, at least three rows of taps, four of results.</summary>
    internal static bool Fits(in ConvolutionAxis vertical) =>
        vertical is { Stride: 1, Dilation: 1, Kernel: >= Rows - 1, Output: >= Rows };

    /// <summary>
    /// Computes one tile and writes it, always in whole registers: a call in this method, even one that is hardly ever
    /// made, would have the compiler move sums to memory in the midst of the loop.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <typeparam name="TVectors">Registers of pixels of the tile: 1, 2, 3 or 4.</typeparam>
    /// <param name="taps">How to walk over channels and taps.</param>
    /// <param name="source">What the first tap of the first input channel reads for the first pixel.</param>
    /// <param name="weights">Weights, [input channel][kx][ky].</param>
    /// <param name="finish">What to do with the sums; its stride is that of a result row.</param>
    /// <param name="bias">What the sums start from.</param>
    /// <param name="result">Where the first pixel of the first row goes.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<T, TVector, TVectors>(
        in TapWalk taps, T* source, T* weights, in TileFinish<T> finish, T* bias, T* result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TVectors : struct, IConstant
    {
        TVector a00 = TVector.Broadcast(*bias), a01 = a00, a02 = a00, a03 = a00;
        TVector a10 = a00, a11 = a00, a12 = a00, a13 = a00;
        TVector a20 = a00, a21 = a00, a22 = a00, a23 = a00;
        TVector a30 = a00, a31 = a00, a32 = a00, a33 = a00;
        nint channelStride = taps.ChannelStride, rowStep = taps.RowStep, columnStep = taps.ColumnStep;
        nint wrap = taps.Wrap;
        int phaseStep = taps.PhaseStep, phases = taps.Phases, columns = taps.Columns, rows = taps.Rows;
        for (int channel = taps.Channels; channel > 0; channel--, source += channelStride)
        {
            if (taps.Prefetch) Prefetch(source + (2 * TVectors.Value * TVector.Count), rowStep, rows, TVectors.Value * TVector.Count * sizeof(T));
            T* tap = source;
            int phase = 0;
            for (int column = columns; column > 0; column--)
            {
                T* row = tap;
                TVector x, w0 = TVector.Broadcast(weights[0]), w1 = TVector.Broadcast(weights[1]), w2 = TVector.Broadcast(weights[2]), w3;

                // Source row 0: the first rows of the tile only.
                x = TVector.Load(row);
                a00 = TVector.MultiplyAdd(w0, x, a00);

                if (TVectors.Value > 1)
                {
                    x = TVector.Load(row + TVector.Count);
                    a01 = TVector.MultiplyAdd(w0, x, a01);
                }

                if (TVectors.Value > 2)
                {
                    x = TVector.Load(row + (2 * TVector.Count));
                    a02 = TVector.MultiplyAdd(w0, x, a02);
                }

                if (TVectors.Value > 3)
                {
                    x = TVector.Load(row + (3 * TVector.Count));
                    a03 = TVector.MultiplyAdd(w0, x, a03);
                }

                row += rowStep;
                // Source row 1: the first rows of the tile only.
                x = TVector.Load(row);
                a00 = TVector.MultiplyAdd(w1, x, a00);
                a10 = TVector.MultiplyAdd(w0, x, a10);

                if (TVectors.Value > 1)
                {
                    x = TVector.Load(row + TVector.Count);
                    a01 = TVector.MultiplyAdd(w1, x, a01);
                    a11 = TVector.MultiplyAdd(w0, x, a11);
                }

                if (TVectors.Value > 2)
                {
                    x = TVector.Load(row + (2 * TVector.Count));
                    a02 = TVector.MultiplyAdd(w1, x, a02);
                    a12 = TVector.MultiplyAdd(w0, x, a12);
                }

                if (TVectors.Value > 3)
                {
                    x = TVector.Load(row + (3 * TVector.Count));
                    a03 = TVector.MultiplyAdd(w1, x, a03);
                    a13 = TVector.MultiplyAdd(w0, x, a13);
                }

                row += rowStep;
                // Source row 2: the first rows of the tile only.
                x = TVector.Load(row);
                a00 = TVector.MultiplyAdd(w2, x, a00);
                a10 = TVector.MultiplyAdd(w1, x, a10);
                a20 = TVector.MultiplyAdd(w0, x, a20);

                if (TVectors.Value > 1)
                {
                    x = TVector.Load(row + TVector.Count);
                    a01 = TVector.MultiplyAdd(w2, x, a01);
                    a11 = TVector.MultiplyAdd(w1, x, a11);
                    a21 = TVector.MultiplyAdd(w0, x, a21);
                }

                if (TVectors.Value > 2)
                {
                    x = TVector.Load(row + (2 * TVector.Count));
                    a02 = TVector.MultiplyAdd(w2, x, a02);
                    a12 = TVector.MultiplyAdd(w1, x, a12);
                    a22 = TVector.MultiplyAdd(w0, x, a22);
                }

                if (TVectors.Value > 3)
                {
                    x = TVector.Load(row + (3 * TVector.Count));
                    a03 = TVector.MultiplyAdd(w2, x, a03);
                    a13 = TVector.MultiplyAdd(w1, x, a13);
                    a23 = TVector.MultiplyAdd(w0, x, a23);
                }

                row += rowStep;
                for (int ky = 3; ky < rows; ky++, row += rowStep)
                {
                    w0 = TVector.Broadcast(weights[ky]);
                    w1 = TVector.Broadcast(weights[ky - 1]);
                    w2 = TVector.Broadcast(weights[ky - 2]);
                    w3 = TVector.Broadcast(weights[ky - 3]);
                    x = TVector.Load(row);
                    a00 = TVector.MultiplyAdd(w0, x, a00);
                    a10 = TVector.MultiplyAdd(w1, x, a10);
                    a20 = TVector.MultiplyAdd(w2, x, a20);
                    a30 = TVector.MultiplyAdd(w3, x, a30);

                    if (TVectors.Value > 1)
                    {
                        x = TVector.Load(row + TVector.Count);
                        a01 = TVector.MultiplyAdd(w0, x, a01);
                        a11 = TVector.MultiplyAdd(w1, x, a11);
                        a21 = TVector.MultiplyAdd(w2, x, a21);
                        a31 = TVector.MultiplyAdd(w3, x, a31);
                    }

                    if (TVectors.Value > 2)
                    {
                        x = TVector.Load(row + (2 * TVector.Count));
                        a02 = TVector.MultiplyAdd(w0, x, a02);
                        a12 = TVector.MultiplyAdd(w1, x, a12);
                        a22 = TVector.MultiplyAdd(w2, x, a22);
                        a32 = TVector.MultiplyAdd(w3, x, a32);
                    }

                    if (TVectors.Value > 3)
                    {
                        x = TVector.Load(row + (3 * TVector.Count));
                        a03 = TVector.MultiplyAdd(w0, x, a03);
                        a13 = TVector.MultiplyAdd(w1, x, a13);
                        a23 = TVector.MultiplyAdd(w2, x, a23);
                        a33 = TVector.MultiplyAdd(w3, x, a33);
                    }
                }

                weights += rows;
                w1 = TVector.Broadcast(weights[-1]);
                w2 = TVector.Broadcast(weights[-2]);
                w3 = TVector.Broadcast(weights[-3]);
                // Source row Kernel + 0: the last rows of the tile only.
                x = TVector.Load(row);
                a10 = TVector.MultiplyAdd(w1, x, a10);
                a20 = TVector.MultiplyAdd(w2, x, a20);
                a30 = TVector.MultiplyAdd(w3, x, a30);

                if (TVectors.Value > 1)
                {
                    x = TVector.Load(row + TVector.Count);
                    a11 = TVector.MultiplyAdd(w1, x, a11);
                    a21 = TVector.MultiplyAdd(w2, x, a21);
                    a31 = TVector.MultiplyAdd(w3, x, a31);
                }

                if (TVectors.Value > 2)
                {
                    x = TVector.Load(row + (2 * TVector.Count));
                    a12 = TVector.MultiplyAdd(w1, x, a12);
                    a22 = TVector.MultiplyAdd(w2, x, a22);
                    a32 = TVector.MultiplyAdd(w3, x, a32);
                }

                if (TVectors.Value > 3)
                {
                    x = TVector.Load(row + (3 * TVector.Count));
                    a13 = TVector.MultiplyAdd(w1, x, a13);
                    a23 = TVector.MultiplyAdd(w2, x, a23);
                    a33 = TVector.MultiplyAdd(w3, x, a33);
                }

                row += rowStep;
                // Source row Kernel + 1: the last rows of the tile only.
                x = TVector.Load(row);
                a20 = TVector.MultiplyAdd(w1, x, a20);
                a30 = TVector.MultiplyAdd(w2, x, a30);

                if (TVectors.Value > 1)
                {
                    x = TVector.Load(row + TVector.Count);
                    a21 = TVector.MultiplyAdd(w1, x, a21);
                    a31 = TVector.MultiplyAdd(w2, x, a31);
                }

                if (TVectors.Value > 2)
                {
                    x = TVector.Load(row + (2 * TVector.Count));
                    a22 = TVector.MultiplyAdd(w1, x, a22);
                    a32 = TVector.MultiplyAdd(w2, x, a32);
                }

                if (TVectors.Value > 3)
                {
                    x = TVector.Load(row + (3 * TVector.Count));
                    a23 = TVector.MultiplyAdd(w1, x, a23);
                    a33 = TVector.MultiplyAdd(w2, x, a33);
                }

                row += rowStep;
                // Source row Kernel + 2: the last rows of the tile only.
                x = TVector.Load(row);
                a30 = TVector.MultiplyAdd(w1, x, a30);

                if (TVectors.Value > 1)
                {
                    x = TVector.Load(row + TVector.Count);
                    a31 = TVector.MultiplyAdd(w1, x, a31);
                }

                if (TVectors.Value > 2)
                {
                    x = TVector.Load(row + (2 * TVector.Count));
                    a32 = TVector.MultiplyAdd(w1, x, a32);
                }

                if (TVectors.Value > 3)
                {
                    x = TVector.Load(row + (3 * TVector.Count));
                    a33 = TVector.MultiplyAdd(w1, x, a33);
                }

                tap += columnStep;
                phase += phaseStep;
                if (phase >= phases)
                {
                    phase -= phases;
                    tap += wrap;
                }
            }
        }

        finish.Write<TVector, TVectors>(a00, a01, a02, 0, result);
        finish.Write<TVector, TVectors>(a10, a11, a12, 1, result);
        finish.Write<TVector, TVectors>(a20, a21, a22, 2, result);
        finish.Write<TVector, TVectors>(a30, a31, a32, 3, result);
        if (TVectors.Value > 3)
        {
            result += 3 * TVector.Count;
            finish.Write<TVector, One>(a03, a03, a03, 0, result);
            finish.Write<TVector, One>(a13, a13, a13, 1, result);
            finish.Write<TVector, One>(a23, a23, a23, 2, result);
            finish.Write<TVector, One>(a33, a33, a33, 3, result);
        }
    }

    /// <summary>
    /// Asks for the lines that the next tile but one reads of one channel. Channels times rows are more streams than the processor
    /// follows by itself; asked for two tiles ahead, a line arrives in time even from main memory.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch<T>(T* source, nint rowStep, int rows, int bytes)
        where T : unmanaged
    {
        const int Line = 64;
        for (int row = rows + Rows - 1; row > 0; row--, source += rowStep)
            for (int offset = 0; offset < bytes; offset += Line) Sse.Prefetch0((byte*)source + offset);
    }
}
