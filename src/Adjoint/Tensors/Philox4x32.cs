using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Adjoint.Tensors;

/// <summary>
/// Philox4x32-10, the counter-based random function of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
/// 1, 2, 3" (SC 2011): four words of counter and two words of key give four words that pass the BigCrush battery. There is no state.
/// </summary>
/// <remarks>Not for cryptography.</remarks>
public static class Philox4x32
{
    private const uint Multiplier0 = 0xD2511F53;
    private const uint Multiplier1 = 0xCD9E8D57;
    private const uint KeyStep0 = 0x9E3779B9;
    private const uint KeyStep1 = 0xBB67AE85;
    private const int Rounds = 10;

    /// <summary>The number of blocks that <see cref="FillGroup"/> computes side by side.</summary>
    internal const int GroupBlocks = 16;

    /// <summary>The number of words in such a group.</summary>
    internal const int GroupWords = 4 * GroupBlocks;

    /// <summary>The four words that belong to one counter under one key.</summary>
    /// <param name="counter0">The counter's lowest word.</param>
    /// <param name="counter1">The counter's second word.</param>
    /// <param name="counter2">The counter's third word.</param>
    /// <param name="counter3">The counter's highest word.</param>
    /// <param name="key0">The key's low word.</param>
    /// <param name="key1">The key's high word.</param>
    public static (uint Word0, uint Word1, uint Word2, uint Word3) Block(
        uint counter0, uint counter1, uint counter2, uint counter3, uint key0, uint key1)
    {
        for (int round = 0; round < Rounds; round++)
        {
            ulong product0 = (ulong)Multiplier0 * counter0;
            ulong product1 = (ulong)Multiplier1 * counter2;
            counter0 = (uint)(product1 >> 32) ^ counter1 ^ key0;
            counter1 = (uint)product1;
            counter2 = (uint)(product0 >> 32) ^ counter3 ^ key1;
            counter3 = (uint)product0;
            key0 += KeyStep0;
            key1 += KeyStep1;
        }

        return (counter0, counter1, counter2, counter3);
    }

    /// <summary>
    /// The blocks of sixteen successive values of the lowest counter word, sorted by word: the first words of all sixteen
    /// blocks, then their second words, third, fourth. This order lets vectors of any width write without shuffling.
    /// </summary>
    /// <param name="first">The lowest counter word of the first block.</param>
    /// <param name="counter1">The second counter word, common to all.</param>
    /// <param name="counter2">The third.</param>
    /// <param name="counter3">The highest.</param>
    /// <param name="key0">The key's low word.</param>
    /// <param name="key1">The key's high word.</param>
    /// <param name="words">Room for <see cref="GroupWords"/> words.</param>
    internal static void FillGroup(uint first, uint counter1, uint counter2, uint counter3, uint key0, uint key1, Span<uint> words)
    {
        ref uint start = ref MemoryMarshal.GetReference(words[..GroupWords]);
        if (Avx512F.IsSupported)
        {
            FillLanes512(first, counter1, counter2, counter3, key0, key1, ref start);
        }
        else if (Avx2.IsSupported)
        {
            FillLanes256(first, counter1, counter2, counter3, key0, key1, ref start);
            FillLanes256(first + 8, counter1, counter2, counter3, key0, key1, ref Unsafe.Add(ref start, 8));
        }
        else
        {
            for (int lane = 0; lane < GroupBlocks; lane++)
            {
                (words[lane], words[lane + 16], words[lane + 32], words[lane + 48]) =
                    Block(first + (uint)lane, counter1, counter2, counter3, key0, key1);
            }
        }
    }

    // Each 64-bit lane holds one word in its lower half, where the 32×32→64 bit multiplication looks for it; what gathers in the
    // upper half is never read. Two vectors (a, b) of 64-bit lanes make one vector of 32-bit words at the end.
    private static void FillLanes512(uint first, uint counter1, uint counter2, uint counter3, uint key0, uint key1, ref uint words)
    {
        Vector512<uint> lanes = Vector512.Create(first) + Vector512<uint>.Indices;
        (Vector512<ulong> a0, Vector512<ulong> b0) = Vector512.Widen(lanes);
        Vector512<ulong> a1 = Vector512.Create((ulong)counter1), b1 = a1;
        Vector512<ulong> a2 = Vector512.Create((ulong)counter2), b2 = a2;
        Vector512<ulong> a3 = Vector512.Create((ulong)counter3), b3 = a3;
        Vector512<uint> multiplier0 = Vector512.Create(Multiplier0), multiplier1 = Vector512.Create(Multiplier1);
        for (int round = 0; round < Rounds; round++)
        {
            Vector512<ulong> k0 = Vector512.Create((ulong)key0), k1 = Vector512.Create((ulong)key1);
            Vector512<ulong> ap0 = Avx512F.Multiply(a0.AsUInt32(), multiplier0), ap1 = Avx512F.Multiply(a2.AsUInt32(), multiplier1);
            Vector512<ulong> bp0 = Avx512F.Multiply(b0.AsUInt32(), multiplier0), bp1 = Avx512F.Multiply(b2.AsUInt32(), multiplier1);
            (a0, a1, a2, a3) = ((ap1 >>> 32) ^ a1 ^ k0, ap1, (ap0 >>> 32) ^ a3 ^ k1, ap0);
            (b0, b1, b2, b3) = ((bp1 >>> 32) ^ b1 ^ k0, bp1, (bp0 >>> 32) ^ b3 ^ k1, bp0);
            key0 += KeyStep0;
            key1 += KeyStep1;
        }

        Vector512.Narrow(a0, b0).StoreUnsafe(ref words, 0);
        Vector512.Narrow(a1, b1).StoreUnsafe(ref words, 16);
        Vector512.Narrow(a2, b2).StoreUnsafe(ref words, 32);
        Vector512.Narrow(a3, b3).StoreUnsafe(ref words, 48);
    }

    private static void FillLanes256(uint first, uint counter1, uint counter2, uint counter3, uint key0, uint key1, ref uint words)
    {
        Vector256<uint> lanes = Vector256.Create(first) + Vector256<uint>.Indices;
        (Vector256<ulong> a0, Vector256<ulong> b0) = Vector256.Widen(lanes);
        Vector256<ulong> a1 = Vector256.Create((ulong)counter1), b1 = a1;
        Vector256<ulong> a2 = Vector256.Create((ulong)counter2), b2 = a2;
        Vector256<ulong> a3 = Vector256.Create((ulong)counter3), b3 = a3;
        Vector256<uint> multiplier0 = Vector256.Create(Multiplier0), multiplier1 = Vector256.Create(Multiplier1);
        for (int round = 0; round < Rounds; round++)
        {
            Vector256<ulong> k0 = Vector256.Create((ulong)key0), k1 = Vector256.Create((ulong)key1);
            Vector256<ulong> ap0 = Avx2.Multiply(a0.AsUInt32(), multiplier0), ap1 = Avx2.Multiply(a2.AsUInt32(), multiplier1);
            Vector256<ulong> bp0 = Avx2.Multiply(b0.AsUInt32(), multiplier0), bp1 = Avx2.Multiply(b2.AsUInt32(), multiplier1);
            (a0, a1, a2, a3) = ((ap1 >>> 32) ^ a1 ^ k0, ap1, (ap0 >>> 32) ^ a3 ^ k1, ap0);
            (b0, b1, b2, b3) = ((bp1 >>> 32) ^ b1 ^ k0, bp1, (bp0 >>> 32) ^ b3 ^ k1, bp0);
            key0 += KeyStep0;
            key1 += KeyStep1;
        }

        Vector256.Narrow(a0, b0).StoreUnsafe(ref words, 0);
        Vector256.Narrow(a1, b1).StoreUnsafe(ref words, 16);
        Vector256.Narrow(a2, b2).StoreUnsafe(ref words, 32);
        Vector256.Narrow(a3, b3).StoreUnsafe(ref words, 48);
    }
}
