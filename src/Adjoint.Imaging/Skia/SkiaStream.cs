using System.Runtime.ExceptionServices;

namespace Adjoint.Imaging.Skia;

/// <summary>
/// A stream for native code to read from or write to, from where it stands: no exception may pass through native frames, so a failed
/// read looks like the end of the file there, a failed write like a good one, and either is thrown afterwards.
/// </summary>
internal sealed class SkiaStream(Stream stream) : Stream
{
    private readonly long _start = stream.CanSeek ? stream.Position : 0;
    private ExceptionDispatchInfo? _failure;

    /// <inheritdoc/>
    public override bool CanRead => stream.CanRead;

    /// <inheritdoc/>
    public override bool CanSeek => stream.CanSeek;

    /// <inheritdoc/>
    public override bool CanWrite => stream.CanWrite;

    /// <inheritdoc/>
    public override long Length => stream.Length - _start;

    /// <inheritdoc/>
    public override long Position
    {
        get => stream.Position - _start;
        set => stream.Position = value + _start;
    }

    /// <summary>Throws what a read or write threw, if one did.</summary>
    public void ThrowIfFailed() => _failure?.Throw();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return stream.Read(buffer, offset, count);
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
            return 0;
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        try
        {
            if (_failure is null)
            {
                stream.Write(buffer, offset, count);
            }
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) =>
        stream.Seek(origin == SeekOrigin.Begin ? offset + _start : offset, origin) - _start;

    /// <summary>Does nothing: whoever owns the stream brings it to the disk.</summary>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
