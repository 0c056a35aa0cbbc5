namespace Adjoint.Imaging;

/// <summary>
/// A file that is no picture, or not one that can be read or written. The message is one line that names the file, says what
/// is wrong and what to do.
/// </summary>
public sealed class PictureFormatException : Exception
{
    /// <summary>An unspecified fault of a picture file.</summary>
    public PictureFormatException()
    {
    }

    /// <summary>A fault of a picture file.</summary>
    /// <param name="message">One line: the file, what is wrong, what to do.</param>
    public PictureFormatException(string message)
        : base(message)
    {
    }

    /// <summary>A fault of a picture file, with its cause.</summary>
    /// <param name="message">One line: the file, what is wrong, what to do.</param>
    /// <param name="innerException">What was noticed first.</param>
    public PictureFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
