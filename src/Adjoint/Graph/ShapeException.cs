namespace Adjoint.Graph;

/// <summary>Shapes that do not fit together. The message names the operation, the shapes and what would fit.</summary>
public sealed class ShapeException : ArgumentException
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: what, where, and what to do.</param>
    public ShapeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: what, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public ShapeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception without a message.</summary>
    public ShapeException()
    {
    }
}
