using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Adjoint.Tensors;

/// <summary>Numbers as files hold them, whatever the machine's byte order.</summary>
internal static class LittleEndian
{
    private const int Chunk = 1 << 16;

    /// <summary>Writes numbers with their lowest byte first.</summary>
    internal static void Write<T>(Stream stream, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        // In pieces: the length in bytes of a large span does not fit a span of bytes.
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> part = values[..Math.Min(Chunk, values.Length)];
            values = values[part.Length..];
            if (BitConverter.IsLittleEndian)
            {
                stream.Write(MemoryMarshal.AsBytes(part));
            }
            else
            {
                T[] swapped = part.ToArray();
                ReverseEach<T>(swapped);
                stream.Write(MemoryMarshal.AsBytes<T>(swapped));
            }
        }
    }

    /// <summary>Fills with numbers whose lowest (or, if so stated, highest) byte comes first.</summary>
    /// <exception cref="EndOfStreamException">The stream ends too early.</exception>
    internal static void Read<T>(Stream stream, Span<T> values, bool bigEndian = false)
        where T : unmanaged
    {
        while (!values.IsEmpty)
        {
            Span<T> part = values[..Math.Min(Chunk, values.Length)];
            values = values[part.Length..];
            stream.ReadExactly(MemoryMarshal.AsBytes(part));
            if (BitConverter.IsLittleEndian == bigEndian)
            {
                ReverseEach(part);
            }
        }
    }

    private static void ReverseEach<T>(Span<T> values)
        where T : unmanaged
    {
        Span<byte> bytes = MemoryMarshal.AsBytes(values);
        for (int i = 0; i < bytes.Length; i += Unsafe.SizeOf<T>())
        {
            bytes.Slice(i, Unsafe.SizeOf<T>()).Reverse();
        }
    }
}
