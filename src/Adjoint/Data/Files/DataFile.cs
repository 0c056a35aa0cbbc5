using System.Buffers.Binary;
using System.IO.Compression;

namespace Adjoint.Data.Files;

/// <summary>A file that may be packed by gzip, told by its first two bytes and not by its name.</summary>
internal static class DataFile
{
    private const string Cut = "it is packed by gzip, but ends too early or is several files in one; fetch it again.";

    /// <summary>Opens a file for reading, unpacked. Whatever is wrong with it comes out of <paramref name="read"/> as one line that names the file.</summary>
    /// <typeparam name="T">What is read.</typeparam>
    /// <param name="path">The file.</param>
    /// <param name="read">Reads from the stream; throws <see cref="InvalidDataException"/> with what is wrong.</param>
    /// <exception cref="InvalidDataException">The content is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static T Read<T>(string path, Func<Stream, T> read)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            using FileStream file = File.OpenRead(path);
            return Read(file, read);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"'{path}' may not be read, or is a folder; check its name and permissions.", exception);
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"'{path}': {exception.Message}", exception);
        }
    }

    private static T Read<T>(FileStream file, Func<Stream, T> read)
    {
        Span<byte> magic = stackalloc byte[2];
        bool packed = file.ReadAtLeast(magic, 2, throwOnEndOfStream: false) == 2 && magic[0] == 0x1F && magic[1] == 0x8B;
        file.Position = 0;
        if (!packed)
        {
            return read(file);
        }

        // The last four bytes say how long the last member is unpacked: a file that was cut short says something else.
        long expected = -1;
        if (file.Length >= 18)
        {
            Span<byte> size = stackalloc byte[4];
            file.Position = file.Length - 4;
            file.ReadExactly(size);
            file.Position = 0;
            expected = BinaryPrimitives.ReadUInt32LittleEndian(size);
        }

        using CountingStream unpacked = new(new GZipStream(file, CompressionMode.Decompress));
        T result;
        try
        {
            result = read(unpacked);
        }
        catch (InvalidDataException exception) when (exception.Source?.StartsWith("System.", StringComparison.Ordinal) == true)
        {
            throw new InvalidDataException("it is packed by gzip, but damaged; fetch it again.", exception);
        }
        catch (InvalidDataException exception) when (IsCut())
        {
            // What a cut leaves of the last row or record is wrong too, but nothing to mend.
            throw new InvalidDataException(Cut, exception);
        }

        return IsCut() ? throw new InvalidDataException(Cut) : result;

        bool IsCut() => unpacked.Ended && (unpacked.Count & uint.MaxValue) != expected && unpacked.Count <= uint.MaxValue;
    }

    /// <summary>Counts what is read.</summary>
    private sealed class CountingStream(Stream stream) : Stream
    {
        public long Count { get; private set; }

        public bool Ended { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => Count;
            set => throw new NotSupportedException();
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int read = stream.Read(buffer);
            Count += read;
            Ended |= read == 0 && buffer.Length > 0;
            return read;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                stream.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
