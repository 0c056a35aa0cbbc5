namespace Adjoint.Configuration;

/// <summary>A setting is missing, wrong or unknown. The message is one line that names it by its path, as in <c>layers[2].kernel</c>.</summary>
public sealed class SettingsException : Exception
{
    /// <summary>Makes an exception without a message.</summary>
    public SettingsException()
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    public SettingsException(string message)
        : base(message)
    {
    }

    /// <summary>Makes an exception.</summary>
    /// <param name="message">What is wrong, where, and what to do.</param>
    /// <param name="innerException">What caused it.</param>
    public SettingsException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
