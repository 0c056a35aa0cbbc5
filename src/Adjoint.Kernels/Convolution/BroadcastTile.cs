using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Convolution;

/// <summary>
/// The dense core of interleaved correlations, of their adjoints and kernel gradients: up to 12 rows of sums, each of up to 4 registers of
/// neighbouring channels. Each step of a <see cref="BroadcastWalk"/> reads the registers of one line of a matrix once, and multiplies them
/// with one number for each row, broadcast to all lanes. The rows are places of a picture and the lines weights, or the rows are weights and the
/// lines cotangents. 6 · 4, 8 · 3 or 12 · 2 sums, a line and a number take 29 of 32 registers at most; 4 · 3 or 6 · 2 take 16 of 16. Each sum has a
/// name of its own so that it stays in its register (see <see cref="ChannelTile"/>).
/// </summary>
internal static unsafe class BroadcastTile
{
    /// <summary>Rows of the largest tile.</summary>
    internal const int MostRows = 12;

    /// <summary>Numbers of the largest block of sums.</summary>
    internal const int MostSums = 24 * StripPlan.MaxLanes;

    /// <summary>Registers of channels of the widest tile.</summary>
    internal static int MostVectors<T, TVector>()
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Registers >= 32 ? 4 : 3;

    /// <summary>Rows of a tile that is so many registers wide.</summary>
    internal static int Rows<T, TVector>(int vectors)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T> => (vectors, TVector.Registers >= 32) switch
        {
            (1, _) => 12,
            (2, true) => 12,
            (2, false) => 6,
            (3, true) => 8,
            (3, false) => 4,
            _ => 6,
        };

    /// <summary>
    /// Computes one tile of <see cref="Rows"/> rows. It leaves its sums in a small block that stays in the first-level cache: what is then done with them
    /// would be too much code for the compiler to keep sums in registers.
    /// </summary>
    /// <typeparam name="T">float or double.</typeparam>
    /// <typeparam name="TVector">The register.</typeparam>
    /// <param name="vectors">Registers of channels: 1 to <see cref="MostVectors"/>.</param>
    /// <param name="walk">The steps.</param>
    /// <param name="numbers">What each row is multiplied with in the first step; 12 addresses, the first <see cref="Rows"/> of them readable.</param>
    /// <param name="matrix">The first line.</param>
    /// <param name="last">Where in a line the last register starts; the others lie side by side from its start.</param>
    /// <param name="initial">What the registers of each row start from, side by side.</param>
    /// <param name="sums">The sums, row after row of whole registers.</param>
    internal static void Run<T, TVector>(
        int vectors, in BroadcastWalk walk, T** numbers, T* matrix, nint last, T* initial, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
    {
        switch (vectors)
        {
            case 1: Run<T, TVector, Twelve, One>(walk, numbers, matrix, last, initial, sums); break;
            case 2 when TVector.Registers >= 32: Run<T, TVector, Twelve, Two>(walk, numbers, matrix, last, initial, sums); break;
            case 2: Run<T, TVector, Six, Two>(walk, numbers, matrix, last, initial, sums); break;
            case 3 when TVector.Registers >= 32: Run<T, TVector, Eight, Three>(walk, numbers, matrix, last, initial, sums); break;
            case 3: Run<T, TVector, Four, Three>(walk, numbers, matrix, last, initial, sums); break;
            default: Run<T, TVector, Six, Four>(walk, numbers, matrix, last, initial, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T, TVector, TRows, TVectors>(
        in BroadcastWalk walk, T** numbers, T* matrix, nint last, T* initial, T* sums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TRows : struct, IConstant
        where TVectors : struct, IConstant
    {
        Line<T, TVector, TVectors>(initial, (TVectors.Value - 1) * TVector.Count, out TVector w0, out TVector w1, out TVector w2, out TVector w3);
        TVector a00 = w0, a01 = w1, a02 = w2, a03 = w3;
        TVector a10 = w0, a11 = w1, a12 = w2, a13 = w3;
        TVector a20 = w0, a21 = w1, a22 = w2, a23 = w3;
        TVector a30 = w0, a31 = w1, a32 = w2, a33 = w3;
        TVector a40 = w0, a41 = w1, a42 = w2, a43 = w3;
        TVector a50 = w0, a51 = w1, a52 = w2, a53 = w3;
        TVector a60 = w0, a61 = w1, a62 = w2;
        TVector a70 = w0, a71 = w1, a72 = w2;
        TVector a80 = w0, a81 = w1;
        TVector a90 = w0, a91 = w1;
        TVector aa0 = w0, aa1 = w1;
        TVector ab0 = w0, ab1 = w1;
        T* p0 = numbers[0], p1 = numbers[1], p2 = numbers[2], p3 = numbers[3], p4 = numbers[4], p5 = numbers[5];
        T* p6 = numbers[6], p7 = numbers[7], p8 = numbers[8], p9 = numbers[9], pa = numbers[10], pb = numbers[11];
        TVector x;
        nint numberStep = walk.NumberStep, matrixStep = walk.MatrixStep;
        int length = walk.Length;
        nint outer = 0;
        T* outerLine = matrix;
        for (int planes = walk.Planes; planes > 0; planes--, outer += walk.PlaneNumberStep, outerLine += walk.PlaneMatrixStep)
        {
            nint middle = outer;
            T* middleLine = outerLine;
            for (int runs = walk.Runs; runs > 0; runs--, middle += walk.RunNumberStep, middleLine += walk.RunMatrixStep)
            {
                nint at = middle;
                T* line = middleLine;
                for (int step = length; step > 0; step--)
                {
                    Line<T, TVector, TVectors>(line, last, out w0, out w1, out w2, out w3);
                    x = TVector.Broadcast(p0[at]);
                    a00 = TVector.MultiplyAdd(w0, x, a00);
                    if (TVectors.Value > 1) a01 = TVector.MultiplyAdd(w1, x, a01);
                    if (TVectors.Value > 2) a02 = TVector.MultiplyAdd(w2, x, a02);
                    if (TVectors.Value > 3) a03 = TVector.MultiplyAdd(w3, x, a03);

                    x = TVector.Broadcast(p1[at]);
                    a10 = TVector.MultiplyAdd(w0, x, a10);
                    if (TVectors.Value > 1) a11 = TVector.MultiplyAdd(w1, x, a11);
                    if (TVectors.Value > 2) a12 = TVector.MultiplyAdd(w2, x, a12);
                    if (TVectors.Value > 3) a13 = TVector.MultiplyAdd(w3, x, a13);

                    x = TVector.Broadcast(p2[at]);
                    a20 = TVector.MultiplyAdd(w0, x, a20);
                    if (TVectors.Value > 1) a21 = TVector.MultiplyAdd(w1, x, a21);
                    if (TVectors.Value > 2) a22 = TVector.MultiplyAdd(w2, x, a22);
                    if (TVectors.Value > 3) a23 = TVector.MultiplyAdd(w3, x, a23);

                    x = TVector.Broadcast(p3[at]);
                    a30 = TVector.MultiplyAdd(w0, x, a30);
                    if (TVectors.Value > 1) a31 = TVector.MultiplyAdd(w1, x, a31);
                    if (TVectors.Value > 2) a32 = TVector.MultiplyAdd(w2, x, a32);
                    if (TVectors.Value > 3) a33 = TVector.MultiplyAdd(w3, x, a33);

                    if (TRows.Value > 4)
                    {
                        x = TVector.Broadcast(p4[at]);
                        a40 = TVector.MultiplyAdd(w0, x, a40);
                        if (TVectors.Value > 1) a41 = TVector.MultiplyAdd(w1, x, a41);
                        if (TVectors.Value > 2) a42 = TVector.MultiplyAdd(w2, x, a42);
                        if (TVectors.Value > 3) a43 = TVector.MultiplyAdd(w3, x, a43);
                    }

                    if (TRows.Value > 5)
                    {
                        x = TVector.Broadcast(p5[at]);
                        a50 = TVector.MultiplyAdd(w0, x, a50);
                        if (TVectors.Value > 1) a51 = TVector.MultiplyAdd(w1, x, a51);
                        if (TVectors.Value > 2) a52 = TVector.MultiplyAdd(w2, x, a52);
                        if (TVectors.Value > 3) a53 = TVector.MultiplyAdd(w3, x, a53);
                    }

                    if (TRows.Value > 6)
                    {
                        x = TVector.Broadcast(p6[at]);
                        a60 = TVector.MultiplyAdd(w0, x, a60);
                        if (TVectors.Value > 1) a61 = TVector.MultiplyAdd(w1, x, a61);
                        if (TVectors.Value > 2) a62 = TVector.MultiplyAdd(w2, x, a62);
                    }

                    if (TRows.Value > 7)
                    {
                        x = TVector.Broadcast(p7[at]);
                        a70 = TVector.MultiplyAdd(w0, x, a70);
                        if (TVectors.Value > 1) a71 = TVector.MultiplyAdd(w1, x, a71);
                        if (TVectors.Value > 2) a72 = TVector.MultiplyAdd(w2, x, a72);
                    }

                    if (TRows.Value > 8)
                    {
                        x = TVector.Broadcast(p8[at]);
                        a80 = TVector.MultiplyAdd(w0, x, a80);
                        if (TVectors.Value > 1) a81 = TVector.MultiplyAdd(w1, x, a81);
                    }

                    if (TRows.Value > 9)
                    {
                        x = TVector.Broadcast(p9[at]);
                        a90 = TVector.MultiplyAdd(w0, x, a90);
                        if (TVectors.Value > 1) a91 = TVector.MultiplyAdd(w1, x, a91);
                    }

                    if (TRows.Value > 10)
                    {
                        x = TVector.Broadcast(pa[at]);
                        aa0 = TVector.MultiplyAdd(w0, x, aa0);
                        if (TVectors.Value > 1) aa1 = TVector.MultiplyAdd(w1, x, aa1);
                    }

                    if (TRows.Value > 11)
                    {
                        x = TVector.Broadcast(pb[at]);
                        ab0 = TVector.MultiplyAdd(w0, x, ab0);
                        if (TVectors.Value > 1) ab1 = TVector.MultiplyAdd(w1, x, ab1);
                    }

                    at += numberStep;
                    line += matrixStep;
                }
            }
        }

        TVector.Store(a00, sums + (0 * TVectors.Value * TVector.Count));
        if (TVectors.Value > 1) TVector.Store(a01, sums + ((0 * TVectors.Value + 1) * TVector.Count));
        if (TVectors.Value > 2) TVector.Store(a02, sums + ((0 * TVectors.Value + 2) * TVector.Count));
        if (TVectors.Value > 3) TVector.Store(a03, sums + ((0 * TVectors.Value + 3) * TVector.Count));
        TVector.Store(a10, sums + (1 * TVectors.Value * TVector.Count));
        if (TVectors.Value > 1) TVector.Store(a11, sums + ((1 * TVectors.Value + 1) * TVector.Count));
        if (TVectors.Value > 2) TVector.Store(a12, sums + ((1 * TVectors.Value + 2) * TVector.Count));
        if (TVectors.Value > 3) TVector.Store(a13, sums + ((1 * TVectors.Value + 3) * TVector.Count));
        TVector.Store(a20, sums + (2 * TVectors.Value * TVector.Count));
        if (TVectors.Value > 1) TVector.Store(a21, sums + ((2 * TVectors.Value + 1) * TVector.Count));
        if (TVectors.Value > 2) TVector.Store(a22, sums + ((2 * TVectors.Value + 2) * TVector.Count));
        if (TVectors.Value > 3) TVector.Store(a23, sums + ((2 * TVectors.Value + 3) * TVector.Count));
        TVector.Store(a30, sums + (3 * TVectors.Value * TVector.Count));
        if (TVectors.Value > 1) TVector.Store(a31, sums + ((3 * TVectors.Value + 1) * TVector.Count));
        if (TVectors.Value > 2) TVector.Store(a32, sums + ((3 * TVectors.Value + 2) * TVector.Count));
        if (TVectors.Value > 3) TVector.Store(a33, sums + ((3 * TVectors.Value + 3) * TVector.Count));

        if (TRows.Value > 4)
        {
            TVector.Store(a40, sums + (4 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(a41, sums + ((4 * TVectors.Value + 1) * TVector.Count));
            if (TVectors.Value > 2) TVector.Store(a42, sums + ((4 * TVectors.Value + 2) * TVector.Count));
            if (TVectors.Value > 3) TVector.Store(a43, sums + ((4 * TVectors.Value + 3) * TVector.Count));
        }

        if (TRows.Value > 5)
        {
            TVector.Store(a50, sums + (5 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(a51, sums + ((5 * TVectors.Value + 1) * TVector.Count));
            if (TVectors.Value > 2) TVector.Store(a52, sums + ((5 * TVectors.Value + 2) * TVector.Count));
            if (TVectors.Value > 3) TVector.Store(a53, sums + ((5 * TVectors.Value + 3) * TVector.Count));
        }

        if (TRows.Value > 6)
        {
            TVector.Store(a60, sums + (6 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(a61, sums + ((6 * TVectors.Value + 1) * TVector.Count));
            if (TVectors.Value > 2) TVector.Store(a62, sums + ((6 * TVectors.Value + 2) * TVector.Count));
        }

        if (TRows.Value > 7)
        {
            TVector.Store(a70, sums + (7 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(a71, sums + ((7 * TVectors.Value + 1) * TVector.Count));
            if (TVectors.Value > 2) TVector.Store(a72, sums + ((7 * TVectors.Value + 2) * TVector.Count));
        }

        if (TRows.Value > 8)
        {
            TVector.Store(a80, sums + (8 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(a81, sums + ((8 * TVectors.Value + 1) * TVector.Count));
        }

        if (TRows.Value > 9)
        {
            TVector.Store(a90, sums + (9 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(a91, sums + ((9 * TVectors.Value + 1) * TVector.Count));
        }

        if (TRows.Value > 10)
        {
            TVector.Store(aa0, sums + (10 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(aa1, sums + ((10 * TVectors.Value + 1) * TVector.Count));
        }

        if (TRows.Value > 11)
        {
            TVector.Store(ab0, sums + (11 * TVectors.Value * TVector.Count));
            if (TVectors.Value > 1) TVector.Store(ab1, sums + ((11 * TVectors.Value + 1) * TVector.Count));
        }
    }

    /// <summary>Reads the registers of one line.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Line<T, TVector, TVectors>(T* line, nint last, out TVector w0, out TVector w1, out TVector w2, out TVector w3)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TVector : unmanaged, ISimd<TVector, T>
        where TVectors : struct, IConstant
    {
        w0 = w1 = w2 = w3 = TVector.Load(line);
        if (TVectors.Value == 2) w1 = TVector.Load(line + last);
        if (TVectors.Value > 2) w1 = TVector.Load(line + TVector.Count);
        if (TVectors.Value == 3) w2 = TVector.Load(line + last);
        if (TVectors.Value > 3) w2 = TVector.Load(line + (2 * TVector.Count));
        if (TVectors.Value > 3) w3 = TVector.Load(line + last);
    }
}
