namespace Adjoint.Data.Fetching;

/// <summary>One request did not bring the file.</summary>
/// <param name="message">Why, as half a sentence.</param>
/// <param name="isFinal">Whether the same request would fail again.</param>
/// <param name="cause">What happened.</param>
internal sealed class TransferException(string message, bool isFinal, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>Whether the same request would fail again.</summary>
    public bool IsFinal { get; } = isFinal;
}
