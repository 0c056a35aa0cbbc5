namespace Adjoint.Training;

/// <summary>Training cannot go on: the loss is no number, or a checkpoint does not fit. The message says where, and what to do.</summary>
public sealed class TrainingException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: what, where, and what to do.</param>
    public TrainingException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">One line: what, where, and what to do.</param>
    /// <param name="innerException">The cause.</param>
    public TrainingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception without a message.</summary>
    public TrainingException()
    {
    }
}
