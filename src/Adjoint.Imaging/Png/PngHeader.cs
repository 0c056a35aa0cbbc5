using System.Buffers.Binary;

namespace Adjoint.Imaging.Png;

/// <summary>What a PNG file's IHDR chunk says (PNG specification, third edition, 11.2.1).</summary>
internal readonly record struct PngHeader(uint Width, uint Height, int Depth, PngColor Color, bool Interlaced)
{
    /// <summary>The signature before the first chunk.</summary>
    public static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];

    /// <summary>Samples a pixel in the file.</summary>
    public int SamplesPerPixel => Color switch
    {
        PngColor.GreyAlpha => 2,
        PngColor.Rgb => 3,
        PngColor.RgbAlpha => 4,
        _ => 1,
    };

    /// <summary>The distance in bytes at which the row filters look to the left.</summary>
    public int FilterDistance => Math.Max(1, SamplesPerPixel * Depth / 8);

    /// <summary>Bytes in a row of so many pixels, without the filter byte.</summary>
    public long RowBytes(long width) => ((width * SamplesPerPixel * Depth) + 7) / 8;

    /// <summary>Reads the 13 bytes of the chunk.</summary>
    /// <exception cref="InvalidDataException">They say what the specification does not allow.</exception>
    public static PngHeader Parse(ReadOnlySpan<byte> chunk)
    {
        if (chunk.Length != 13)
        {
            throw new InvalidDataException("the PNG header has a wrong length; the file is damaged");
        }

        uint width = BinaryPrimitives.ReadUInt32BigEndian(chunk);
        uint height = BinaryPrimitives.ReadUInt32BigEndian(chunk[4..]);
        (int depth, int color) = (chunk[8], chunk[9]);
        bool allowed = color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            3 => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };
        if (!allowed || chunk[10] != 0 || chunk[11] != 0 || chunk[12] > 1)
        {
            throw new InvalidDataException(
                $"the PNG header asks for colour type {color} with {depth} bits, compression {chunk[10]}, filter {chunk[11]}, "
                + $"interlace {chunk[12]}, which PNG does not have; the file is damaged");
        }

        return new PngHeader(width, height, depth, (PngColor)color, chunk[12] == 1);
    }

    /// <summary>Writes the 13 bytes of the chunk.</summary>
    public void Format(Span<byte> chunk)
    {
        BinaryPrimitives.WriteUInt32BigEndian(chunk, Width);
        BinaryPrimitives.WriteUInt32BigEndian(chunk[4..], Height);
        (chunk[8], chunk[9], chunk[10], chunk[11], chunk[12]) = ((byte)Depth, (byte)Color, 0, 0, (byte)(Interlaced ? 1 : 0));
    }
}

/// <summary>PNG's colour types, by their numbers in the file.</summary>
internal enum PngColor
{
    /// <summary>Grey.</summary>
    Grey = 0,

    /// <summary>Red, green, blue.</summary>
    Rgb = 2,

    /// <summary>Indices into a palette of red, green, blue.</summary>
    Palette = 3,

    /// <summary>Grey, opacity.</summary>
    GreyAlpha = 4,

    /// <summary>Red, green, blue, opacity.</summary>
    RgbAlpha = 6,
}
