namespace Adjoint.Data.Fetching;

/// <summary>A file could not be fetched from any mirror; the message is one line that names the file and says, for each mirror, why.</summary>
public sealed class FetchException : IOException
{
    /// <summary>Makes an exception.</summary>
    public FetchException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What could not be fetched, and why.</param>
    public FetchException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What could not be fetched, and why.</param>
    /// <param name="innerException">The cause.</param>
    public FetchException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
