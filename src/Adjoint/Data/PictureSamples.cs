using System.Numerics;

namespace Adjoint.Data;

/// <summary>
/// Samples of 8 or 16 bits to numbers from 0 to 1 and back, a vector at a time. The remainder goes one by one through the same
/// operations, so that a value's result does not depend on its place.
/// </summary>
internal static class PictureSamples
{
    /// <summary>0..255 to 0..1.</summary>
    public static void Convert(ReadOnlySpan<byte> source, Span<float> destination)
    {
        Vector<float> factor = new(1f / byte.MaxValue);
        int i = 0;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(source[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Store(low, factor, destination[i..]);
            Store(high, factor, destination[(i + Vector<ushort>.Count)..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = source[i] * (1f / byte.MaxValue);
        }
    }

    /// <summary>0..65535 to 0..1.</summary>
    public static void Convert(ReadOnlySpan<ushort> source, Span<float> destination)
    {
        Vector<float> factor = new(1f / ushort.MaxValue);
        int i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Store(new Vector<ushort>(source[i..]), factor, destination[i..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = source[i] * (1f / ushort.MaxValue);
        }
    }

    /// <summary>0..1 to 0..255, rounded; what lies outside is clipped, NaN becomes 0.</summary>
    public static void Quantize(ReadOnlySpan<float> source, Span<byte> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector<ushort> low = Quantize(source[i..], byte.MaxValue);
            Vector<ushort> high = Quantize(source[(i + Vector<ushort>.Count)..], byte.MaxValue);
            Vector.Narrow(low, high).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (byte)Quantize(source[i], byte.MaxValue);
        }
    }

    /// <summary>0..1 to 0..65535, rounded; what lies outside is clipped, NaN becomes 0.</summary>
    public static void Quantize(ReadOnlySpan<float> source, Span<ushort> destination)
    {
        int i = 0;
        for (; i <= source.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Quantize(source[i..], ushort.MaxValue).CopyTo(destination[i..]);
        }

        for (; i < source.Length; i++)
        {
            destination[i] = (ushort)Quantize(source[i], ushort.MaxValue);
        }
    }

    private static void Store(Vector<ushort> samples, Vector<float> factor, Span<float> destination)
    {
        Vector.Widen(samples, out Vector<uint> low, out Vector<uint> high);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(low)) * factor).CopyTo(destination);
        (Vector.ConvertToSingle(Vector.AsVectorInt32(high)) * factor).CopyTo(destination[Vector<float>.Count..]);
    }

    private static Vector<ushort> Quantize(ReadOnlySpan<float> source, int maximum) =>
        Vector.Narrow(Quantize(new Vector<float>(source), maximum), Quantize(new Vector<float>(source[Vector<float>.Count..]), maximum));

    private static Vector<uint> Quantize(Vector<float> values, int maximum)
    {
        // NaN is not greater than 0, so it becomes 0 here.
        Vector<float> positive = Vector.ConditionalSelect(Vector.GreaterThan(values, Vector<float>.Zero), values, Vector<float>.Zero);
        Vector<float> clipped = Vector.Min(positive, Vector<float>.One);
        return Vector.AsVectorUInt32(Vector.ConvertToInt32((clipped * maximum) + new Vector<float>(0.5f)));
    }

    private static int Quantize(float value, int maximum) => (int)((MathF.Min(value > 0 ? value : 0, 1) * maximum) + 0.5f);
}
