using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// Twelve sums in registers, for correlations to few channels: lanes are neighbouring input channels, and each sum is added up over its lanes at the end.
/// With one output channel the sums are twelve places, with two six places of two channels, with three 4 · 3, with four 3 · 4; each number that is read
/// serves all channels, and each register of weights all places. Each sum has a name of its own so that it stays in its register (see <see cref="ChannelTile"/>).
/// </summary>
internal static unsafe class DotTile
{
    /// <summary>Sums of a tile.</summary>
    internal const int Sums = 12;

    /// <summary>Most output channels of a tile.</summary>
    internal const int MostChannels = 4;

    /// <summary>Computes one tile.</summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <param name="channels">Output channels: 1 to <see cref="MostChannels"/>; there are 12 / channels places.</param>
    /// <param name="walk">The taps.</param>
    /// <param name="numbers">Where each place reads what its first tap meets; 12 addresses, the first 12 / channels of them readable.</param>
    /// <param name="weights">[tap][register of input channels][output channel][lane].</param>
    /// <param name="sums">Gets the sums, [place][channel].</param>
    internal static void Run<T, TVector>(int channels, in DotWalk walk, T** numbers, T* weights, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        switch (channels)
        {
            case 1: Run<T, TVector, One>(walk, numbers, weights, sums); break;
            case 2: Run<T, TVector, Two>(walk, numbers, weights, sums); break;
            case 3: Run<T, TVector, Three>(walk, numbers, weights, sums); break;
            default: Run<T, TVector, Four>(walk, numbers, weights, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TVector, TChannels>(in DotWalk walk, T** numbers, T* weights, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TChannels : struct, IConstant
    {
        TVector a0 = TVector.Zero, a1 = a0, a2 = a0, a3 = a0, a4 = a0, a5 = a0, a6 = a0, a7 = a0, a8 = a0, a9 = a0, aa = a0, ab = a0;
        T* p0 = numbers[0], p1 = numbers[1], p2 = numbers[2], p3 = numbers[3], p4 = numbers[4], p5 = numbers[5];
        T* p6 = numbers[6], p7 = numbers[7], p8 = numbers[8], p9 = numbers[9], pa = numbers[10], pb = numbers[11];
        TVector x, w0, w1, w2, w3;
        int last = walk.Registers - 1;
        for (int row = 0; row < walk.Rows; row++)
        {
            for (int column = 0; column < walk.Columns; column++)
            {
                nint tap = (row * walk.RowStep) + (column * walk.ColumnStep);
                for (int register = 0; register <= last; register++)
                {
                    nint at = tap + (register == last ? walk.LastRegister : register * TVector.Count);
                    w0 = w1 = w2 = w3 = TVector.Load(weights);
                    if (TChannels.Value > 1) w1 = TVector.Load(weights + TVector.Count);
                    if (TChannels.Value > 2) w2 = TVector.Load(weights + (2 * TVector.Count));
                    if (TChannels.Value > 3) w3 = TVector.Load(weights + (3 * TVector.Count));
                    weights += TChannels.Value * TVector.Count;
                    if (TChannels.Value == 1)
                    {
                        a0 = TVector.MultiplyAdd(TVector.Load(p0 + at), w0, a0);
                        a1 = TVector.MultiplyAdd(TVector.Load(p1 + at), w0, a1);
                        a2 = TVector.MultiplyAdd(TVector.Load(p2 + at), w0, a2);
                        a3 = TVector.MultiplyAdd(TVector.Load(p3 + at), w0, a3);
                        a4 = TVector.MultiplyAdd(TVector.Load(p4 + at), w0, a4);
                        a5 = TVector.MultiplyAdd(TVector.Load(p5 + at), w0, a5);
                        a6 = TVector.MultiplyAdd(TVector.Load(p6 + at), w0, a6);
                        a7 = TVector.MultiplyAdd(TVector.Load(p7 + at), w0, a7);
                        a8 = TVector.MultiplyAdd(TVector.Load(p8 + at), w0, a8);
                        a9 = TVector.MultiplyAdd(TVector.Load(p9 + at), w0, a9);
                        aa = TVector.MultiplyAdd(TVector.Load(pa + at), w0, aa);
                        ab = TVector.MultiplyAdd(TVector.Load(pb + at), w0, ab);
                    }

                    if (TChannels.Value == 2)
                    {
                        x = TVector.Load(p0 + at);
                        a0 = TVector.MultiplyAdd(x, w0, a0);
                        a1 = TVector.MultiplyAdd(x, w1, a1);
                        x = TVector.Load(p1 + at);
                        a2 = TVector.MultiplyAdd(x, w0, a2);
                        a3 = TVector.MultiplyAdd(x, w1, a3);
                        x = TVector.Load(p2 + at);
                        a4 = TVector.MultiplyAdd(x, w0, a4);
                        a5 = TVector.MultiplyAdd(x, w1, a5);
                        x = TVector.Load(p3 + at);
                        a6 = TVector.MultiplyAdd(x, w0, a6);
                        a7 = TVector.MultiplyAdd(x, w1, a7);
                        x = TVector.Load(p4 + at);
                        a8 = TVector.MultiplyAdd(x, w0, a8);
                        a9 = TVector.MultiplyAdd(x, w1, a9);
                        x = TVector.Load(p5 + at);
                        aa = TVector.MultiplyAdd(x, w0, aa);
                        ab = TVector.MultiplyAdd(x, w1, ab);
                    }

                    if (TChannels.Value == 3)
                    {
                        x = TVector.Load(p0 + at);
                        a0 = TVector.MultiplyAdd(x, w0, a0);
                        a1 = TVector.MultiplyAdd(x, w1, a1);
                        a2 = TVector.MultiplyAdd(x, w2, a2);
                        x = TVector.Load(p1 + at);
                        a3 = TVector.MultiplyAdd(x, w0, a3);
                        a4 = TVector.MultiplyAdd(x, w1, a4);
                        a5 = TVector.MultiplyAdd(x, w2, a5);
                        x = TVector.Load(p2 + at);
                        a6 = TVector.MultiplyAdd(x, w0, a6);
                        a7 = TVector.MultiplyAdd(x, w1, a7);
                        a8 = TVector.MultiplyAdd(x, w2, a8);
                        x = TVector.Load(p3 + at);
                        a9 = TVector.MultiplyAdd(x, w0, a9);
                        aa = TVector.MultiplyAdd(x, w1, aa);
                        ab = TVector.MultiplyAdd(x, w2, ab);
                    }

                    if (TChannels.Value == 4)
                    {
                        x = TVector.Load(p0 + at);
                        a0 = TVector.MultiplyAdd(x, w0, a0);
                        a1 = TVector.MultiplyAdd(x, w1, a1);
                        a2 = TVector.MultiplyAdd(x, w2, a2);
                        a3 = TVector.MultiplyAdd(x, w3, a3);
                        x = TVector.Load(p1 + at);
                        a4 = TVector.MultiplyAdd(x, w0, a4);
                        a5 = TVector.MultiplyAdd(x, w1, a5);
                        a6 = TVector.MultiplyAdd(x, w2, a6);
                        a7 = TVector.MultiplyAdd(x, w3, a7);
                        x = TVector.Load(p2 + at);
                        a8 = TVector.MultiplyAdd(x, w0, a8);
                        a9 = TVector.MultiplyAdd(x, w1, a9);
                        aa = TVector.MultiplyAdd(x, w2, aa);
                        ab = TVector.MultiplyAdd(x, w3, ab);
                    }
                }
            }
        }

        sums[0] = TVector.Sum(a0);
        sums[1] = TVector.Sum(a1);
        sums[2] = TVector.Sum(a2);
        sums[3] = TVector.Sum(a3);
        sums[4] = TVector.Sum(a4);
        sums[5] = TVector.Sum(a5);
        sums[6] = TVector.Sum(a6);
        sums[7] = TVector.Sum(a7);
        sums[8] = TVector.Sum(a8);
        sums[9] = TVector.Sum(a9);
        sums[10] = TVector.Sum(aa);
        sums[11] = TVector.Sum(ab);
    }
}
