using System.Buffers.Binary;
using System.Numerics;
using Adjoint.Imaging.Files;

namespace Adjoint.Imaging.Bmp;

/// <summary>
/// What must be known of a BMP file before the graphics library reads it, which does not say whether a palette has only greys, takes
/// kinds that BMP does not have, and believes sizes that the file cannot hold (measured with SkiaSharp 4.155).
/// </summary>
/// <param name="Depth">Bits a pixel.</param>
/// <param name="RunLength">Whether the pixels are stored as runs.</param>
/// <param name="Grey">Whether there is a palette that has only greys.</param>
internal sealed record BmpHeader(int Depth, bool RunLength, bool Grey)
{
    private const int FileHeader = 14;
    private const int OldHeader = 12;

    /// <summary>Reads the headers and the palette, and goes back to where the stream was.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or ask for what is not supported.</exception>
    /// <exception cref="EndOfStreamException">The file is too short for them.</exception>
    public static BmpHeader Peek(PictureSource source)
    {
        Stream stream = source.Stream;
        long start = stream.Position;
        Span<byte> head = stackalloc byte[FileHeader + 40];
        stream.ReadExactly(head[..(FileHeader + OldHeader)]);
        long offset = BinaryPrimitives.ReadUInt32LittleEndian(head[10..]);
        uint size = BinaryPrimitives.ReadUInt32LittleEndian(head[14..]);
        bool old = size == OldHeader;
        if ((!old && size is < 40 or > 124) || offset < FileHeader + size || offset > source.Length)
        {
            throw new InvalidDataException(
                "the BMP header has a wrong length, or says that the pixels begin where they cannot; the file is damaged");
        }

        if (!old)
        {
            stream.ReadExactly(head[(FileHeader + OldHeader)..]);
        }

        int depth = BinaryPrimitives.ReadUInt16LittleEndian(head[(old ? 24 : 28)..]);
        uint compression = old ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(head[30..]);
        bool known = (compression, depth) is (0, 1 or 4 or 8 or 16 or 24 or 32) or (1, 8) or (2, 4) or (3 or 6, 16 or 32);
        if (!known)
        {
            throw new InvalidDataException($"BMP files of {depth} bits with compression {compression} are not read; convert it to PNG");
        }

        if (compression is 3 or 6)
        {
            CheckMasks(stream, size >= 56 || compression == 6 ? 4 : 3, size >= 108);
        }

        bool grey = false;
        if (depth <= 8)
        {
            long entry = old ? 3 : 4;
            uint colors = old ? 0 : BinaryPrimitives.ReadUInt32LittleEndian(head[46..]);
            long count = Math.Min(colors == 0 ? 1 << depth : Math.Min(colors, 1u << depth), (offset - FileHeader - size) / entry);
            byte[] palette = new byte[count * entry];
            stream.Position = start + FileHeader + size;
            stream.ReadExactly(palette);
            grey = palette.Length > 0 && palette.Chunk((int)entry).All(color => color[0] == color[1] && color[0] == color[2]);
        }

        stream.Position = start;
        return new BmpHeader(depth, compression is 1 or 2, grey);
    }

    /// <summary>How much a picture of this size holds: bytes in whole groups of four a row, or pixels where there are runs.</summary>
    public Int128 Content(int height, int width) => (Int128)height * (RunLength ? width : (((long)width * Depth) + 31) / 32 * 4);

    /// <summary>The most that a file of this length can hold; two bytes of a run give at most 255 pixels.</summary>
    public Int128 LargestContent(long length) => RunLength ? (Int128)length * 255 : length;

    /// <summary>Refuses masks with holes, of which the library warns on the error stream, and opacity that it would pass over.</summary>
    private static void CheckMasks(Stream stream, int count, bool opacityIsRead)
    {
        Span<byte> masks = stackalloc byte[4 * count];
        stream.ReadExactly(masks);
        for (int i = 0; i < count; i++)
        {
            uint mask = BinaryPrimitives.ReadUInt32LittleEndian(masks[(4 * i)..]);
            if (mask != 0 && !BitOperations.IsPow2((mask >> BitOperations.TrailingZeroCount(mask)) + 1ul))
            {
                throw new InvalidDataException($"the BMP header gives a colour the bits {mask:X8}, which do not stand together; the file is damaged");
            }

            if (i == 3 && mask != 0 && !opacityIsRead)
            {
                throw new InvalidDataException("BMP files with opacity after so short a header are not read; convert it to PNG");
            }
        }
    }
}
