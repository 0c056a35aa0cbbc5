using System.Buffers.Binary;

namespace Adjoint.Imaging.Png;

/// <summary>The checksum of PNG chunks (ISO 3309; polynomial 0xEDB88320, reflected), eight bytes a step.</summary>
internal static class Crc32
{
    /// <summary>What the running value starts from.</summary>
    public const uint Start = 0xFFFF_FFFF;

    /// <summary>Eight tables of 256: the k-th advances a byte by k further bytes of zeros.</summary>
    private static readonly uint[] Tables = MakeTables();

    /// <summary>The running value after some more bytes; its complement is the checksum.</summary>
    public static uint Append(uint running, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> t = Tables;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            uint low = running ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            running = t[(int)(0x700 + (low & 0xFF))] ^ t[(int)(0x600 + ((low >> 8) & 0xFF))]
                ^ t[(int)(0x500 + ((low >> 16) & 0xFF))] ^ t[(int)(0x400 + (low >> 24))]
                ^ t[(int)(0x300 + (high & 0xFF))] ^ t[(int)(0x200 + ((high >> 8) & 0xFF))]
                ^ t[(int)(0x100 + ((high >> 16) & 0xFF))] ^ t[(int)(high >> 24)];
        }

        foreach (byte b in bytes)
        {
            running = (running >> 8) ^ t[(int)((running ^ b) & 0xFF)];
        }

        return running;
    }

    private static uint[] MakeTables()
    {
        uint[] tables = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value >> 1) ^ ((value & 1) * 0xEDB88320);
            }

            tables[i] = value;
        }

        for (int i = 256; i < tables.Length; i++)
        {
            uint previous = tables[i - 256];
            tables[i] = (previous >> 8) ^ tables[(int)(previous & 0xFF)];
        }

        return tables;
    }
}
