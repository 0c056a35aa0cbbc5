using Adjoint.Data;
using Adjoint.Imaging.Bmp;
using Adjoint.Imaging.Files;
using Adjoint.Imaging.Png;
using Adjoint.Imaging.Skia;

namespace Adjoint.Imaging;

/// <summary>Reads and writes picture files.</summary>
/// <remarks>
/// Sample values are those of the file: no colour profile or gamma is applied, and colour is never multiplied with opacity.
/// Files are decoded and encoded row by row, so that little memory is needed beyond the picture's own, but for two cases. A progressive
/// JPEG is held as coefficients while it is read (up to 6 bytes a pixel), because each pass over it refines the whole picture. And
/// writing a JPEG takes 2 bytes a pixel for grey (3 for one of 16 bits) and 10 for colour (7 below quality 90).
/// </remarks>
public static class PictureFile
{
    /// <summary>The most pixels that <see cref="Read(string, long)"/> accepts unless it is told otherwise: 500 million.</summary>
    public const long DefaultMaximumPixels = 500_000_000;

    private const string Damaged = "it is damaged or was copied only in part";

    private static readonly string[] KnownExtensions = [".png", ".jpg", ".jpeg", ".bmp"];

    /// <summary>The extensions of picture files, with their dots, in small letters.</summary>
    public static IReadOnlyList<string> Extensions => KnownExtensions;

    /// <summary>Whether a file's name ends with one of <see cref="Extensions"/>, in small or capital letters.</summary>
    /// <param name="path">The file; it need not exist.</param>
    public static bool HasPictureExtension(string path) => TryFormatOf(path) is not null;

    /// <summary>The format that a file's name asks for.</summary>
    /// <param name="path">The file; it need not exist.</param>
    /// <exception cref="PictureFormatException">The name has no extension, or one that is not known.</exception>
    public static PictureFormat FormatOf(string path) => TryFormatOf(path) ?? throw new PictureFormatException(
        $"{path}: '{Path.GetExtension(path)}' is not the extension of a picture format; use {string.Join(", ", KnownExtensions)}.");

    /// <summary>
    /// Reads a PNG, JPEG or BMP file; which of them it is, its content says, not its name. A file that holds only grey gives one
    /// channel (also one whose palette has only greys), any other three. 16-bit files keep their 16 bits, smaller depths are spread over 8 bits.
    /// JPEG photographs come upright, as their EXIF orientation says; CMYK ones are converted to red, green, blue.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumPixels">Refuse a picture with more pixels than this, before memory is taken for it.</param>
    /// <returns>The picture, with its opacity where the file has one.</returns>
    /// <exception cref="PictureFormatException">The file is no such picture, is damaged, or is too large.</exception>
    /// <exception cref="IOException">The file does not exist or cannot be opened; the message names it.</exception>
    public static Picture Read(string path, long maximumPixels = DefaultMaximumPixels)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using Stream stream = SourceFile.Open(path);
        try
        {
            return Read(stream, path, maximumPixels);
        }
        catch (IOException e)
        {
            throw new IOException($"{path}: reading failed ({e.Message.TrimEnd('.')}); check the disk or the connection.", e);
        }
    }

    /// <summary>Reads a PNG, JPEG or BMP picture from a stream, as <see cref="Read(string, long)"/> does from a file.</summary>
    /// <param name="stream">The stream; the picture begins at its position.</param>
    /// <param name="name">What error messages call it.</param>
    /// <param name="maximumPixels">Refuse a picture with more pixels than this, before memory is taken for it.</param>
    /// <returns>The picture, with its opacity where the file has one.</returns>
    /// <exception cref="PictureFormatException">The stream holds no such picture, or a damaged or too large one.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static Picture Read(Stream stream, string name, long maximumPixels = DefaultMaximumPixels)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumPixels);
        try
        {
            using PictureSource source = new(stream, maximumPixels);
            return source.Format switch
            {
                PictureFormat.Png => PngReader.Read(source),
                _ => SkiaReader.Read(source),
            };
        }
        catch (InvalidDataException e)
        {
            throw new PictureFormatException($"{name}: {e.Message}.", e);
        }
        catch (EndOfStreamException e)
        {
            throw new PictureFormatException($"{name}: the file ends before the picture does; {Damaged}.", e);
        }
        catch (OutOfMemoryException e)
        {
            throw new PictureFormatException($"{name}: there is not enough memory for this picture; free some, or use a smaller picture.", e);
        }
    }

    /// <summary>
    /// Writes a picture as PNG, JPEG or BMP, as the name's extension says. The file appears whole or not at all: it is written under
    /// another name beside its place and then takes it.
    /// </summary>
    /// <param name="picture">
    /// The picture. PNG keeps it exactly; BMP and JPEG hold 8 bits, to which 16-bit samples are rounded; JPEG holds no opacity, and a
    /// picture that has one is refused unless it is opaque everywhere.
    /// </param>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="jpegQuality">For JPEG: 1 (smallest file) to 100 (finest). From 90 on, colour is kept at full resolution.</param>
    /// <exception cref="PictureFormatException">The extension is not known, or the format cannot hold the picture.</exception>
    /// <exception cref="IOException">The file cannot be written (no such folder, no right, no space); the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not from 1 to 100.</exception>
    public static void Write(Picture picture, string path, int jpegQuality = 95)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentException.ThrowIfNullOrEmpty(path);
        PictureFormat format = FormatOf(path);
        CheckFits(picture, format, path);
        CheckQuality(jpegQuality);
        TargetFile.Write(path, stream => Encode(picture, stream, format, jpegQuality));
    }

    /// <summary>Writes a picture to a stream, as <see cref="Write(Picture, string, int)"/> does to a file.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="stream">Where to; it stays open, and nothing of it is read or sought.</param>
    /// <param name="format">As what.</param>
    /// <param name="jpegQuality">For JPEG: 1 (smallest file) to 100 (finest).</param>
    /// <exception cref="PictureFormatException">The format cannot hold the picture.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The quality is not from 1 to 100.</exception>
    public static void Write(Picture picture, Stream stream, PictureFormat format, int jpegQuality = 95)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(stream);
        CheckFits(picture, format, "the picture");
        CheckQuality(jpegQuality);
        Encode(picture, stream, format, jpegQuality);
    }

    private static void Encode(Picture picture, Stream stream, PictureFormat format, int jpegQuality)
    {
        switch (format)
        {
            case PictureFormat.Png:
                PngWriter.Write(picture, stream);
                break;
            case PictureFormat.Jpeg:
                JpegWriter.Write(picture, stream, jpegQuality);
                break;
            default:
                BmpWriter.Write(picture, stream);
                break;
        }
    }

    private static void CheckQuality(int jpegQuality)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(jpegQuality, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(jpegQuality, 100);
    }

    private static void CheckFits(Picture picture, PictureFormat format, string name)
    {
        if (format == PictureFormat.Jpeg)
        {
            if (picture.Alpha is { } alpha && alpha.Span.ContainsAnyExcept(ushort.MaxValue))
            {
                throw new PictureFormatException($"{name}: JPEG holds no opacity, and this picture has one; write a PNG file.");
            }

            if (picture.Width > JpegWriter.LargestSide || picture.Height > JpegWriter.LargestSide)
            {
                throw new PictureFormatException(
                    $"{name}: JPEG holds at most {JpegWriter.LargestSide} rows and columns, not {picture.Height}×{picture.Width}; write a PNG file.");
            }
        }

        if (format == PictureFormat.Bmp && BmpWriter.FileSize(picture) > uint.MaxValue)
        {
            throw new PictureFormatException($"{name}: BMP holds at most 4 GiB, less than {picture.Height}×{picture.Width} pixels; write a PNG file.");
        }
    }

    private static PictureFormat? TryFormatOf(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".PNG" => PictureFormat.Png,
            ".JPG" or ".JPEG" => PictureFormat.Jpeg,
            ".BMP" => PictureFormat.Bmp,
            _ => null,
        };
    }
}
