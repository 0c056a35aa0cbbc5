namespace Adjoint.Imaging.Png;

/// <summary>The content of consecutive IDAT chunks as one stream, from the first of them, which must be current.</summary>
internal sealed class PngDataStream(PngChunkReader chunks) : Stream
{
    /// <summary>In the second byte: a dictionary is needed, of which PNG has none and the decompressor makes an input error.</summary>
    private const int NeedsDictionary = 0x20;

    private static readonly uint DataChunk = PngChunkReader.Name("IDAT"u8);

    private long _passed;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads over the borders of chunks; 0 once the current chunk is another one.</summary>
    public override int Read(Span<byte> buffer)
    {
        while (chunks.Type == DataChunk)
        {
            int read = chunks.Read(buffer);
            if (read > 0 || buffer.IsEmpty)
            {
                if (_passed <= 1 && _passed + read > 1 && (buffer[1 - (int)_passed] & NeedsDictionary) != 0)
                {
                    throw new InvalidDataException("the PNG data ask for a dictionary, which PNG does not have; the file is damaged");
                }

                _passed += read;
                return read;
            }

            chunks.Finish();
            chunks.Next();
        }

        return 0;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
