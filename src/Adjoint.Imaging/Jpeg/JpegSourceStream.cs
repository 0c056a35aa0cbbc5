using System.Runtime.ExceptionServices;

namespace Adjoint.Imaging.Jpeg;

/// <summary>
/// A stream for native code to read from: no exception may pass through its frames, so a failed read looks like the end of the
/// file there, and is thrown afterwards.
/// </summary>
internal sealed class JpegSourceStream(Stream stream) : Stream
{
    private ExceptionDispatchInfo? _failure;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => stream.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => stream.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => stream.Position;
        set => stream.Position = value;
    }

    /// <summary>Throws what a read threw, if one did.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return stream.Read(buffer, offset, count);
        }
        catch (IOException e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => stream.Seek(offset, origin);

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
