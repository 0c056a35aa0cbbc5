using SkiaSharp;

namespace Adjoint.Imaging.Skia;

/// <summary>Where the rows of a picture go when it is turned as its EXIF orientation says.</summary>
/// <param name="Origin">The corner in which the stored picture begins, seen upright.</param>
/// <param name="StoredHeight">Rows in the file.</param>
/// <param name="StoredWidth">Columns in the file.</param>
internal readonly record struct Upright(SKEncodedOrigin Origin, int StoredHeight, int StoredWidth)
{
    private bool Turned => Origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;

    /// <summary>Rows, upright.</summary>
    public int Height => Turned ? StoredWidth : StoredHeight;

    /// <summary>Columns, upright.</summary>
    public int Width => Turned ? StoredHeight : StoredWidth;

    /// <summary>Where the first pixel of stored row <paramref name="y"/> goes, and how far it is from each of its pixels to the next.</summary>
    public (int Start, int Step) Line(int y)
    {
        (int last, int right) = (Height - 1, Width - 1);
        return Origin switch
        {
            SKEncodedOrigin.TopRight => ((y * Width) + right, -1),
            SKEncodedOrigin.BottomRight => (((last - y) * Width) + right, -1),
            SKEncodedOrigin.BottomLeft => ((last - y) * Width, 1),
            SKEncodedOrigin.LeftTop => (y, Width),
            SKEncodedOrigin.RightTop => (right - y, Width),
            SKEncodedOrigin.RightBottom => ((last * Width) + right - y, -Width),
            SKEncodedOrigin.LeftBottom => ((last * Width) + y, -Width),
            _ => (y * Width, 1),
        };
    }
}
