using System.Buffers.Binary;

namespace Adjoint.Imaging.Bmp;

/// <summary>How the pixels of a BMP file are stored.</summary>
internal enum BmpCompression
{
    /// <summary>As they are.</summary>
    None = 0,

    /// <summary>Runs of bytes.</summary>
    RunLength8 = 1,

    /// <summary>Runs of half bytes.</summary>
    RunLength4 = 2,

    /// <summary>As they are, with masks that say which bits are which colour.</summary>
    Masks = 3,

    /// <summary>The same with a mask for opacity, after the oldest kind of header that has masks.</summary>
    MasksWithAlpha = 6,
}

/// <summary>What the two headers of a BMP file say; those of OS/2 1.x (12 bytes) and of Windows (40 to 124 bytes) are known.</summary>
internal sealed record BmpHeader
{
    /// <summary>Columns.</summary>
    public required long Width { get; init; }

    /// <summary>Rows.</summary>
    public required long Height { get; init; }

    /// <summary>Whether the first row in the file is the top one.</summary>
    public required bool TopDown { get; init; }

    /// <summary>Bits a pixel.</summary>
    public required int Depth { get; init; }

    /// <summary>How the pixels are stored.</summary>
    public required BmpCompression Compression { get; init; }

    /// <summary>Which bits of a pixel are red, green, blue and opacity, where the depth is 16 or 32.</summary>
    public required uint[] Masks { get; init; }

    /// <summary>The palette: three bytes a colour, red first; empty where there is none.</summary>
    public required byte[] Palette { get; init; }

    /// <summary>Where the pixels begin.</summary>
    public required long Offset { get; init; }

    /// <summary>Bytes a row where pixels are stored as they are: whole groups of four.</summary>
    public long Stride => ((Width * Depth) + 31) / 32 * 4;

    /// <summary>Reads the headers and the palette.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or ask for what is not supported.</exception>
    /// <exception cref="EndOfStreamException">The file is too short for them.</exception>
    public static BmpHeader Read(Stream stream)
    {
        Span<byte> file = stackalloc byte[18];
        stream.ReadExactly(file);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(file[10..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(file[14..]);
        if (size is not 12 and (< 40 or > 124))
        {
            throw new InvalidDataException($"the BMP header is {size} bytes long, which none is; the file is damaged");
        }

        byte[] info = new byte[size];
        stream.ReadExactly(info.AsSpan(4));
        return size == 12 ? FromOldHeader(stream, info, offset) : FromHeader(stream, info, offset);
    }

    private static BmpHeader FromOldHeader(Stream stream, ReadOnlySpan<byte> info, long offset)
    {
        int depth = BinaryPrimitives.ReadUInt16LittleEndian(info[10..]);
        Check(depth is 1 or 4 or 8 or 24, depth, BmpCompression.None);
        return new BmpHeader
        {
            Width = BinaryPrimitives.ReadUInt16LittleEndian(info[4..]),
            Height = BinaryPrimitives.ReadUInt16LittleEndian(info[6..]),
            TopDown = false,
            Depth = depth,
            Compression = BmpCompression.None,
            Masks = [],
            Palette = ReadPalette(stream, depth, 0, 3, offset - 26),
            Offset = offset,
        };
    }

    private static BmpHeader FromHeader(Stream stream, ReadOnlySpan<byte> info, long offset)
    {
        int height = BinaryPrimitives.ReadInt32LittleEndian(info[8..]);
        int depth = BinaryPrimitives.ReadUInt16LittleEndian(info[14..]);
        BmpCompression compression = (BmpCompression)BinaryPrimitives.ReadUInt32LittleEndian(info[16..]);
        uint colors = BinaryPrimitives.ReadUInt32LittleEndian(info[32..]);
        bool known = compression switch
        {
            BmpCompression.None => depth is 1 or 4 or 8 or 16 or 24 or 32,
            BmpCompression.RunLength8 => depth == 8 && height > 0,
            BmpCompression.RunLength4 => depth == 4 && height > 0,
            BmpCompression.Masks or BmpCompression.MasksWithAlpha => depth is 16 or 32,
            _ => false,
        };
        Check(known, depth, compression);
        long before = 14 + info.Length;
        uint[] masks = depth == 16 ? [0x7C00, 0x03E0, 0x001F, 0] : [0xFF0000, 0x00FF00, 0x0000FF, 0];
        if (compression is BmpCompression.Masks or BmpCompression.MasksWithAlpha)
        {
            int count = info.Length >= 56 || compression == BmpCompression.MasksWithAlpha ? 4 : 3;
            byte[] stored = new byte[16];
            if (info.Length >= 52)
            {
                info.Slice(40, info.Length >= 56 ? 16 : 12).CopyTo(stored);
            }
            else
            {
                stream.ReadExactly(stored, 0, 4 * count);
                before += 4 * count;
            }

            for (int i = 0; i < 4; i++)
            {
                masks[i] = BinaryPrimitives.ReadUInt32LittleEndian(stored.AsSpan(4 * i));
            }
        }

        return new BmpHeader
        {
            Width = BinaryPrimitives.ReadInt32LittleEndian(info[4..]),
            Height = Math.Abs((long)height),
            TopDown = height < 0,
            Depth = depth,
            Compression = compression,
            Masks = masks,
            Palette = ReadPalette(stream, depth, colors, 4, offset - before),
            Offset = offset,
        };
    }

    private static byte[] ReadPalette(Stream stream, int depth, uint colors, int bytesPerColor, long room)
    {
        if (depth > 8)
        {
            return [];
        }

        long count = colors == 0 ? 1 << depth : Math.Min(colors, 1u << depth);
        count = Math.Min(count, Math.Max(0, room / bytesPerColor));
        if (count == 0)
        {
            throw new InvalidDataException("the BMP file has no palette; it is damaged");
        }

        byte[] palette = new byte[3 * count];
        Span<byte> entry = stackalloc byte[bytesPerColor];
        for (int i = 0; i < palette.Length; i += 3)
        {
            stream.ReadExactly(entry);
            (palette[i], palette[i + 1], palette[i + 2]) = (entry[2], entry[1], entry[0]);
        }

        return palette;
    }

    private static void Check(bool known, int depth, BmpCompression compression)
    {
        if (!known)
        {
            throw new InvalidDataException($"BMP files of {depth} bits with compression {(uint)compression} are not read; convert it to PNG");
        }
    }
}
