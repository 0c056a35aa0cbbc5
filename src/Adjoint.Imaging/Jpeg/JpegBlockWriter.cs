using System.Numerics;

namespace Adjoint.Imaging.Jpeg;

/// <summary>Transforms, rounds and Huffman-codes blocks of 8×8 samples (ITU-T T.81, A.3 and annex F).</summary>
internal sealed class JpegBlockWriter(Stream stream)
{
    private readonly byte[] _bytes = new byte[1 << 14];
    private readonly float[] _block = new float[64];
    private readonly int[] _coefficients = new int[64];
    private int _filled;
    private ulong _bits;
    private int _bitCount;

    /// <summary>A Huffman code: the bits and their number for each value.</summary>
    public readonly record struct Code(ushort[] Bits, byte[] Lengths)
    {
        /// <summary>The code that assigns consecutive numbers to the values, length by length (T.81, annex C).</summary>
        public static Code From(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> values)
        {
            Code code = new(new ushort[256], new byte[256]);
            (int next, int index) = (0, 0);
            for (int length = 1; length <= 16; length++, next <<= 1)
            {
                for (int i = 0; i < counts[length - 1]; i++, index++, next++)
                {
                    (code.Bits[values[index]], code.Lengths[values[index]]) = ((ushort)next, (byte)length);
                }
            }

            return code;
        }
    }

    /// <summary>What a colour component is coded with.</summary>
    /// <param name="Dc">The code of the first coefficients' differences.</param>
    /// <param name="Ac">The code of the others.</param>
    /// <param name="Factors">What the transform's results are multiplied with, row by row; from <see cref="Reciprocals"/>.</param>
    public sealed record Component(Code Dc, Code Ac, float[] Factors)
    {
        /// <summary>The first coefficient of the last block.</summary>
        public int LastDc { get; set; }
    }

    /// <summary>One over a quantisation step, with the scales that the transform below leaves out.</summary>
    public static float[] Reciprocals(ReadOnlySpan<byte> steps)
    {
        float[] factors = new float[64];
        for (int i = 0; i < 64; i++)
        {
            factors[i] = (float)(1 / (8 * steps[i] * Scale(i / 8) * Scale(i % 8)));
        }

        return factors;

        static double Scale(int k) => k == 0 ? 1 : Math.Sqrt(2) * Math.Cos(k * Math.PI / 16);
    }

    /// <summary>Writes a block.</summary>
    /// <param name="samples">A plane of samples, 128 taken off; the block begins at its start.</param>
    /// <param name="stride">From a row of the plane to the next.</param>
    /// <param name="component">How it is coded.</param>
    public void Write(ReadOnlySpan<float> samples, int stride, Component component)
    {
        for (int y = 0; y < 8; y++)
        {
            samples.Slice(y * stride, 8).CopyTo(_block.AsSpan(8 * y));
        }

        for (int y = 0; y < 8; y++)
        {
            Transform(_block.AsSpan(8 * y), 1);
        }

        for (int x = 0; x < 8; x++)
        {
            Transform(_block.AsSpan(x), 8);
        }

        ReadOnlySpan<byte> zigzag = JpegTables.Zigzag;
        for (int i = 0; i < 64; i++)
        {
            _coefficients[i] = (int)MathF.Round(_block[zigzag[i]] * component.Factors[zigzag[i]]);
        }

        PutNumber(component.Dc, 0, _coefficients[0] - component.LastDc);
        component.LastDc = _coefficients[0];
        int zeros = 0;
        for (int i = 1; i < 64; i++)
        {
            if (_coefficients[i] == 0)
            {
                zeros++;
                continue;
            }

            for (; zeros >= 16; zeros -= 16)
            {
                Put(component.Ac.Bits[0xF0], component.Ac.Lengths[0xF0]);
            }

            PutNumber(component.Ac, zeros, _coefficients[i]);
            zeros = 0;
        }

        if (zeros > 0)
        {
            Put(component.Ac.Bits[0], component.Ac.Lengths[0]);
        }
    }

    /// <summary>Fills the last byte with ones and hands everything to the stream.</summary>
    public void Finish()
    {
        Put(0x7F, 7);
        Drain();
    }

    /// <summary>
    /// The cosine transform of eight numbers, without its scales, in 5 multiplications (Arai, Agui and Nakajima 1988). Only products that
    /// are common to all blocks are left out, so they go into the quantisation's factors.
    /// </summary>
    private static void Transform(Span<float> v, int step)
    {
        const float C4 = 0.70710678f; // cos 4π/16
        const float C6 = 0.38268343f; // cos 6π/16
        const float C2MinusC6 = 0.54119610f;
        const float C2PlusC6 = 1.30656296f;
        float s07 = v[0] + v[7 * step], d07 = v[0] - v[7 * step];
        float s16 = v[step] + v[6 * step], d16 = v[step] - v[6 * step];
        float s25 = v[2 * step] + v[5 * step], d25 = v[2 * step] - v[5 * step];
        float s34 = v[3 * step] + v[4 * step], d34 = v[3 * step] - v[4 * step];

        float outer = s07 + s34, outerDifference = s07 - s34;
        float inner = s16 + s25, innerDifference = s16 - s25;
        float turned = (innerDifference + outerDifference) * C4;
        (v[0], v[4 * step]) = (outer + inner, outer - inner);
        (v[2 * step], v[6 * step]) = (outerDifference + turned, outerDifference - turned);

        float a = d34 + d25, b = d25 + d16, c = d16 + d07;
        float shared = (a - c) * C6;
        float low = (C2MinusC6 * a) + shared, high = (C2PlusC6 * c) + shared, middle = b * C4;
        float plus = d07 + middle, minus = d07 - middle;
        (v[5 * step], v[3 * step]) = (minus + low, minus - low);
        (v[step], v[7 * step]) = (plus + high, plus - high);
    }

    /// <summary>Writes the code of (zeros before, number of bits), then the bits; a negative number's are those of number − 1.</summary>
    private void PutNumber(Code code, int zeros, int number)
    {
        int size = 32 - BitOperations.LeadingZeroCount((uint)Math.Abs(number));
        int symbol = (zeros << 4) | size;
        Put(code.Bits[symbol], code.Lengths[symbol]);
        if (size > 0)
        {
            Put((uint)(number < 0 ? number - 1 : number) & ((1u << size) - 1), size);
        }
    }

    private void Put(uint bits, int count)
    {
        _bits = (_bits << count) | bits;
        _bitCount += count;
        while (_bitCount >= 8)
        {
            _bitCount -= 8;
            byte value = (byte)(_bits >> _bitCount);
            _bytes[_filled++] = value;
            if (value == 0xFF)
            {
                // In the data, 255 is followed by 0, to tell it from a marker.
                _bytes[_filled++] = 0;
            }

            if (_filled > _bytes.Length - 2)
            {
                Drain();
            }
        }
    }

    private void Drain()
    {
        stream.Write(_bytes, 0, _filled);
        _filled = 0;
    }
}
