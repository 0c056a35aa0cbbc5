using System.Text;

namespace Adjoint.Cli.Output;

/// <summary>
/// Standard output or error as a stream whose faults are clear: results that cannot be written (a full disk) end the command with a line that says so;
/// progress that cannot be written ends nothing.
/// </summary>
internal sealed class StandardStream : Stream
{
    private readonly Stream _inner;
    private readonly bool _isOutput;

    private StandardStream(Stream inner, bool isOutput) => (_inner, _isOutput) = (inner, isOutput);

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

    /// <summary>Puts such streams under <see cref="Console.Out"/> and <see cref="Console.Error"/>.</summary>
    public static void Install()
    {
        if (OperatingSystem.IsWindows())
        {
            Console.OutputEncoding = Encoding.UTF8;
        }

        Console.SetOut(new StreamWriter(new StandardStream(Console.OpenStandardOutput(), isOutput: true)) { AutoFlush = true });
        Console.SetError(new StreamWriter(new StandardStream(Console.OpenStandardError(), isOutput: false)) { AutoFlush = true });
    }

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            _inner.Write(buffer);
        }
        catch (IOException exception) when (_isOutput)
        {
            throw CommandException.Failed($"standard output cannot be written: {exception.Message}");
        }
        catch (IOException)
        {
            // Nobody reads the progress; the work goes on.
        }
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
