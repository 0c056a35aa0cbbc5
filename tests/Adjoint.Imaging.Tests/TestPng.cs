using System.Buffers.Binary;

namespace Adjoint.Imaging.Tests;

/// <summary>
/// A second, slow way to PNG, straight from the specification, that shares nothing with the library: bit by bit, checksums by
/// their definition, deflate in stored blocks, row y with filter y mod 5.
/// </summary>
internal sealed class TestPng
{
    private static readonly (int Left, int Top, int StepX, int StepY)[] Adam7 =
        [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)];

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Color { get; init; }

    public required int Depth { get; init; }

    public bool Interlaced { get; init; }

    public byte[] Palette { get; init; } = [];

    public byte[] Transparency { get; init; } = [];

    /// <summary>A chunk to put before the data, such as a colour profile's.</summary>
    public (string Type, byte[] Content)? Extra { get; init; }

    /// <summary>The sample in the file at row, column, channel.</summary>
    public required Func<int, int, int, int> Sample { get; init; }

    public int SamplesPerPixel => Color switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    public byte[] Encode()
    {
        List<byte> file = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
        Chunk(file, "IHDR", [.. Number(Width), .. Number(Height), (byte)Depth, (byte)Color, 0, 0, (byte)(Interlaced ? 1 : 0)]);
        if (Extra is { } extra)
        {
            Chunk(file, extra.Type, extra.Content);
        }

        if (Palette.Length > 0)
        {
            Chunk(file, "PLTE", Palette);
        }

        if (Transparency.Length > 0)
        {
            Chunk(file, "tRNS", Transparency);
        }

        byte[] data = Stored(Rows());
        int half = data.Length / 2;
        Chunk(file, "IDAT", data[..half]);
        Chunk(file, "IDAT", []);
        Chunk(file, "IDAT", data[half..]);
        Chunk(file, "IEND", []);
        return [.. file];
    }

    public static byte[] Number(int value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    public static void Chunk(List<byte> file, string type, byte[] content)
    {
        byte[] checkedPart = [.. type.Select(c => (byte)c), .. content];
        file.AddRange(Number(content.Length));
        file.AddRange(checkedPart);
        uint crc = uint.MaxValue;
        foreach (byte b in checkedPart)
        {
            for (int bit = 0; bit < 8; bit++)
            {
                bool one = (((crc ^ (uint)(b >> bit)) & 1) != 0);
                crc = (crc >> 1) ^ (one ? 0xEDB88320 : 0);
            }
        }

        file.AddRange(Number((int)~crc));
    }

    private byte[] Rows()
    {
        List<byte> rows = [];
        foreach ((int left, int top, int stepX, int stepY) in Interlaced ? Adam7 : [(0, 0, 1, 1)])
        {
            byte[] above = [];
            int filter = 0;
            for (int y = top; y < Height && left < Width; y += stepY)
            {
                List<bool> bits = [];
                for (int x = left; x < Width; x += stepX)
                {
                    for (int c = 0; c < SamplesPerPixel; c++)
                    {
                        for (int bit = Depth - 1; bit >= 0; bit--)
                        {
                            bits.Add(((Sample(y, x, c) >> bit) & 1) != 0);
                        }
                    }
                }

                byte[] row = [.. bits.Chunk(8).Select(eight => (byte)eight.Select((bit, i) => bit ? 128 >> i : 0).Sum())];
                above = above.Length == 0 ? new byte[row.Length] : above;
                rows.Add((byte)filter);
                rows.AddRange(Filter(filter, row, above));
                above = row;
                filter = (filter + 1) % 5;
            }
        }

        return [.. rows];
    }

    private IEnumerable<byte> Filter(int filter, byte[] row, byte[] above)
    {
        int back = Math.Max(1, SamplesPerPixel * Depth / 8);
        for (int i = 0; i < row.Length; i++)
        {
            int a = i >= back ? row[i - back] : 0;
            int b = above[i];
            int c = i >= back ? above[i - back] : 0;
            int nearest = new[] { a, b, c }.MinBy(v => Math.Abs(a + b - c - v));
            yield return (byte)(row[i] - new[] { 0, a, b, (a + b) / 2, nearest }[filter]);
        }
    }

    private static byte[] Stored(byte[] data)
    {
        List<byte> stream = [0x78, 0x01];
        const int Block = 60000;
        for (int start = 0; start < data.Length; start += Block)
        {
            int length = Math.Min(Block, data.Length - start);
            stream.AddRange([(byte)(start + length == data.Length ? 1 : 0), (byte)length, (byte)(length >> 8), (byte)~length, (byte)(~length >> 8)]);
            stream.AddRange(data.AsSpan(start, length));
        }

        (uint low, uint high) = (1, 0);
        foreach (byte b in data)
        {
            low = (low + b) % 65521;
            high = (high + low) % 65521;
        }

        stream.AddRange(Number((int)((high << 16) | low)));
        return [.. stream];
    }
}
