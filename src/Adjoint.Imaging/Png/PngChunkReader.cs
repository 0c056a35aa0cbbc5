using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace Adjoint.Imaging.Png;

/// <summary>Walks over the chunks of a PNG file and checks their checksums.</summary>
internal sealed class PngChunkReader(Stream stream)
{
    private readonly Crc32 _running = new();
    private uint _remaining;

    /// <summary>The current chunk's four letters, as a big-endian number.</summary>
    public uint Type { get; private set; }

    /// <summary>Bytes of the current chunk that have not been read.</summary>
    public uint Remaining => _remaining;

    /// <summary>The number of a chunk type's four letters.</summary>
    public static uint Name(ReadOnlySpan<byte> letters) => BinaryPrimitives.ReadUInt32BigEndian(letters);

    /// <summary>Goes to the next chunk; the current one must have been finished.</summary>
    /// <exception cref="EndOfStreamException">There is none.</exception>
    public void Next()
    {
        Span<byte> head = stackalloc byte[8];
        stream.ReadExactly(head);
        _remaining = BinaryPrimitives.ReadUInt32BigEndian(head);
        Type = BinaryPrimitives.ReadUInt32BigEndian(head[4..]);
        _running.Reset();
        _running.Append(head[4..]);
        if (_remaining > int.MaxValue)
        {
            throw Damaged();
        }
    }

    /// <summary>Reads some of the current chunk; 0 at its end.</summary>
    /// <exception cref="EndOfStreamException">The file ends before the chunk.</exception>
    public int Read(Span<byte> destination)
    {
        int wanted = (int)Math.Min((uint)destination.Length, _remaining);
        if (wanted == 0)
        {
            return 0;
        }

        int read = stream.Read(destination[..wanted]);
        if (read == 0)
        {
            throw new EndOfStreamException();
        }

        _running.Append(destination[..read]);
        _remaining -= (uint)read;
        return read;
    }

    /// <summary>Reads what is left of the chunk and checks its checksum.</summary>
    /// <exception cref="InvalidDataException">The checksum does not match.</exception>
    public void Finish()
    {
        Span<byte> buffer = stackalloc byte[1024];
        while (Read(buffer) > 0)
        {
        }

        Span<byte> checksum = buffer[..4];
        stream.ReadExactly(checksum);
        if (BinaryPrimitives.ReadUInt32BigEndian(checksum) != _running.GetCurrentHashAsUInt32())
        {
            throw Damaged();
        }
    }

    /// <summary>Reads a whole short chunk and checks it.</summary>
    /// <exception cref="InvalidDataException">It is longer than <paramref name="longest"/>, or its checksum does not match.</exception>
    public byte[] ReadAll(int longest)
    {
        if (_remaining > longest)
        {
            throw Damaged();
        }

        byte[] content = new byte[_remaining];
        for (int done = 0; done < content.Length;)
        {
            done += Read(content.AsSpan(done));
        }

        Finish();
        return content;
    }

    private InvalidDataException Damaged()
    {
        Span<byte> letters = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(letters, Type);
        foreach (ref byte letter in letters)
        {
            letter = char.IsAsciiLetter((char)letter) ? letter : (byte)'?';
        }

        return new InvalidDataException($"the PNG chunk '{Encoding.ASCII.GetString(letters)}' has a wrong length or checksum; the file is damaged");
    }
}
