using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adjoint.Tensors;

/// <summary>
/// Pairs of random words become pairs of normal numbers (Box and Muller, "A note on the generation of random normal deviates", 1958):
/// r·cos 2πt and r·sin 2πt with r = √(−2·log u). Only additions, multiplications, divisions and square roots
/// are used, each rounded by IEEE 754, and never fused: every machine and every vector width gives the same bits.
/// </summary>
internal static class BoxMuller
{
    /// <summary>
    /// Normal numbers of mean 0 and variance 1 from one group of words: words 0–15 and 16–31 are u and t of the numbers 0–15 (cosine)
    /// and 16–31 (sine); words 32–63 likewise.
    /// </summary>
    /// <param name="words"><see cref="Philox4x32.GroupWords"/> words.</param>
    /// <param name="mean">The mean to add.</param>
    /// <param name="sigma">The standard deviation to multiply by.</param>
    /// <param name="normals">Room for as many numbers; no number exceeds 6.67 standard deviations, as u is at least 2⁻³².</param>
    internal static void Transform(ReadOnlySpan<uint> words, float mean, float sigma, Span<float> normals)
    {
        ref uint source = ref MemoryMarshal.GetReference(words[..Philox4x32.GroupWords]);
        ref float destination = ref MemoryMarshal.GetReference(normals[..Philox4x32.GroupWords]);
        Vector<float> center = new(mean), scale = new(sigma);
        for (int half = 0; half < Philox4x32.GroupWords; half += 2 * Philox4x32.GroupBlocks)
        {
            for (int lane = half; lane < half + Philox4x32.GroupBlocks; lane += Vector<uint>.Count)
            {
                Vector<uint> first = Vector.LoadUnsafe(ref source, (nuint)lane);
                Vector<uint> second = Vector.LoadUnsafe(ref source, (nuint)(lane + Philox4x32.GroupBlocks));
                Vector<float> radius = Radius(first);
                (Vector<float> sine, Vector<float> cosine) = SineCosine(second);
                ((radius * cosine * scale) + center).StoreUnsafe(ref destination, (nuint)lane);
                ((radius * sine * scale) + center).StoreUnsafe(ref destination, (nuint)(lane + Philox4x32.GroupBlocks));
            }
        }
    }

    // √(−2·log u), u = (⌊word/2⌋ + ½)/2³¹ rounded to a float, so from 2⁻³² to 1.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Radius(Vector<uint> word)
    {
        Vector<float> u = (Vector.ConvertToSingle(Vector.AsVectorInt32(word >>> 1)) * new Vector<float>(1f / 2147483648f))
            + new Vector<float>(1f / 4294967296f);

        // u = m·2ᵉ with m in [√½, √2): shifting the bits by those of √½ moves the border between exponents there.
        Vector<int> shifted = Vector.AsVectorInt32(u) - new Vector<int>(0x3F3504F3);
        Vector<float> exponent = Vector.ConvertToSingle(shifted >> 23);
        Vector<float> m = Vector.AsVectorSingle((shifted & new Vector<int>(0x007FFFFF)) + new Vector<int>(0x3F3504F3));

        // log m = 2·artanh s, s = (m−1)/(m+1), |s| ≤ 0.172: the series' next term is below 10⁻⁹ of the sum.
        Vector<float> s = (m - Vector<float>.One) / (m + Vector<float>.One);
        Vector<float> square = s * s;
        Vector<float> series = new(2f / 9f);
        series = (series * square) + new Vector<float>(2f / 7f);
        series = (series * square) + new Vector<float>(2f / 5f);
        series = (series * square) + new Vector<float>(2f / 3f);
        Vector<float> logarithm = (exponent * new Vector<float>(0.69314718056f)) + ((series * square * s) + (s + s));
        return Vector.SquareRoot(Vector.Max(Vector<float>.Zero, logarithm * new Vector<float>(-2f)));
    }

    // Sine and cosine of 2π·word/2³²: the nearest quarter turn is split off exactly in integers; Taylor series within ±π/4.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector<float> Sine, Vector<float> Cosine) SineCosine(Vector<uint> word)
    {
        Vector<uint> quarter = (word + new Vector<uint>(1u << 29)) >>> 30;
        Vector<int> rest = Vector.AsVectorInt32(word - (quarter << 30));
        Vector<float> angle = Vector.ConvertToSingle(rest) * new Vector<float>((float)(2 * Math.PI / 4294967296.0));
        Vector<float> square = angle * angle;

        Vector<float> odd = new(1f / 362880f);
        odd = (odd * square) + new Vector<float>(-1f / 5040f);
        odd = (odd * square) + new Vector<float>(1f / 120f);
        odd = (odd * square) + new Vector<float>(-1f / 6f);
        Vector<float> sine = (odd * square * angle) + angle;

        Vector<float> even = new(1f / 40320f);
        even = (even * square) + new Vector<float>(-1f / 720f);
        even = (even * square) + new Vector<float>(1f / 24f);
        even = (even * square) + new Vector<float>(-1f / 2f);
        Vector<float> cosine = (even * square) + Vector<float>.One;

        // A quarter turn takes (cos, sin) to (−sin, cos): odd quarters swap; sine is negative in 2 and 3, cosine in 1 and 2.
        Vector<int> swap = Vector.Equals(Vector.AsVectorInt32(quarter & Vector<uint>.One), Vector<int>.One);
        Vector<uint> sineSign = (quarter & new Vector<uint>(2)) << 30;
        Vector<uint> cosineSign = ((quarter + Vector<uint>.One) & new Vector<uint>(2)) << 30;
        Vector<float> outSine = Vector.ConditionalSelect(swap, cosine, sine);
        Vector<float> outCosine = Vector.ConditionalSelect(swap, sine, cosine);
        return (
            Vector.AsVectorSingle(Vector.AsVectorUInt32(outSine) ^ sineSign),
            Vector.AsVectorSingle(Vector.AsVectorUInt32(outCosine) ^ cosineSign));
    }
}
