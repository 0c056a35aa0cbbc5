namespace Adjoint.Imaging;

/// <summary>The kinds of picture file that are read and written.</summary>
public enum PictureFormat
{
    /// <summary>Portable Network Graphics: lossless, 8 or 16 bits, with or without opacity.</summary>
    Png,

    /// <summary>Baseline JPEG: lossy, 8 bits, no opacity.</summary>
    Jpeg,

    /// <summary>Windows bitmap: uncompressed, 8 bits, with or without opacity.</summary>
    Bmp,
}
