namespace Adjoint.Imaging.Files;

/// <summary>
/// A stream with a picture in it: which format it is, how long it is, and what sizes can be believed. The readers throw
/// <see cref="InvalidDataException"/> with half a sentence, to which the caller adds the file's name.
/// </summary>
internal sealed class PictureSource : IDisposable
{
    /// <summary>No picture array can be longer than this.</summary>
    private const long MaximumSamples = 0x7FFF_FFC7;

    private readonly MemoryStream? _copy;
    private readonly long _maximumPixels;

    /// <summary>Looks at the first bytes of a stream.</summary>
    /// <exception cref="InvalidDataException">It is not a picture.</exception>
    public PictureSource(Stream stream, long maximumPixels)
    {
        _maximumPixels = maximumPixels;
        Stream = stream;
        if (!stream.CanSeek)
        {
            // A pipe: what it holds must be at hand twice, for the signature and for the decoder.
            _copy = new MemoryStream();
            stream.CopyTo(_copy);
            _copy.Position = 0;
            Stream = _copy;
        }

        long start = Stream.Position;
        Length = Stream.Length - start;
        Span<byte> signature = stackalloc byte[12];
        int read = Stream.ReadAtLeast(signature, signature.Length, throwOnEndOfStream: false);
        Format = Recognize(signature[..read]);
        Stream.Position = start;
    }

    /// <summary>The stream, at the start of the picture.</summary>
    public Stream Stream { get; }

    /// <summary>Bytes from the picture's start to the end.</summary>
    public long Length { get; }

    /// <summary>What the first bytes say.</summary>
    public PictureFormat Format { get; }

    /// <summary>Refuses sizes that are empty, above the limit, or that no honest file of this length can have.</summary>
    /// <param name="height">Rows, as the header says.</param>
    /// <param name="width">Columns, as the header says.</param>
    /// <param name="channels">Samples a pixel in memory.</param>
    /// <param name="largestContent">The most that this file's bytes can decode to, in the unit of <paramref name="content"/>.</param>
    /// <param name="content">What the header promises.</param>
    public void CheckSize(long height, long width, int channels, Int128 largestContent, Int128 content)
    {
        if (height <= 0 || width <= 0)
        {
            throw new InvalidDataException($"the header says {height}×{width} pixels, which is no picture; it is damaged");
        }

        if ((Int128)height * width > _maximumPixels || (Int128)height * width * channels > MaximumSamples)
        {
            throw new InvalidDataException(
                $"the header says {height}×{width} pixels, more than the {_maximumPixels} that are allowed; use a smaller picture or raise the limit");
        }

        if (content > largestContent)
        {
            throw new InvalidDataException(
                $"the header says {height}×{width} pixels, but a file of {Length} bytes cannot hold them; it is damaged or was copied only in part");
        }
    }

    /// <summary>Frees the copy of a stream that cannot be sought.</summary>
    public void Dispose() => _copy?.Dispose();

    private static PictureFormat Recognize(ReadOnlySpan<byte> start)
    {
        const string Known = "PNG, JPEG and BMP files are read; convert it to one of them";
        return start switch
        {
            [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10, ..] => PictureFormat.Png,
            [0xFF, 0xD8, 0xFF, ..] => PictureFormat.Jpeg,
            [(byte)'B', (byte)'M', ..] => PictureFormat.Bmp,
            [] => throw new InvalidDataException("the file is empty"),
            [(byte)'G', (byte)'I', (byte)'F', (byte)'8', ..] => throw new InvalidDataException($"this is a GIF file; {Known}"),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P'] =>
                throw new InvalidDataException($"this is a WebP file; {Known}"),
            [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] =>
                throw new InvalidDataException($"this is a TIFF file; {Known}"),
            [0x89, (byte)'P', ..] or [0xFF, 0xD8] =>
                throw new InvalidDataException("the file's first bytes are damaged; it was copied only in part or as text"),
            _ => throw new InvalidDataException($"this is not a picture; {Known}"),
        };
    }
}
