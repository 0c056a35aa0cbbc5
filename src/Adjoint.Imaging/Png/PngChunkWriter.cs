using System.Buffers.Binary;

namespace Adjoint.Imaging.Png;

/// <summary>Cuts what is written to it into chunks of one type.</summary>
internal sealed class PngChunkWriter(Stream stream, ReadOnlySpan<byte> type) : Stream
{
    private readonly byte[] _type = type.ToArray();
    private readonly byte[] _buffer = new byte[1 << 16];
    private int _filled;

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Writes one chunk: length, type, content, checksum of type and content.</summary>
    public static void WriteChunk(Stream stream, ReadOnlySpan<byte> type, ReadOnlySpan<byte> content)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, content.Length);
        stream.Write(number);
        stream.Write(type);
        stream.Write(content);
        BinaryPrimitives.WriteUInt32BigEndian(number, ~Crc32.Append(Crc32.Append(Crc32.Start, type), content));
        stream.Write(number);
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int taken = Math.Min(buffer.Length, _buffer.Length - _filled);
            buffer[..taken].CopyTo(_buffer.AsSpan(_filled));
            buffer = buffer[taken..];
            _filled += taken;
            if (_filled == _buffer.Length)
            {
                WriteBuffer();
            }
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: a chunk ends where the buffer is full or the data ends.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _filled > 0)
        {
            WriteBuffer();
        }

        base.Dispose(disposing);
    }

    private void WriteBuffer()
    {
        int filled = _filled;
        _filled = 0;
        WriteChunk(stream, _type, _buffer.AsSpan(0, filled));
    }
}
