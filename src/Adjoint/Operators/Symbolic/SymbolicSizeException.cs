namespace Adjoint.Operators.Symbolic;

/// <summary>The formulas of a matrix would be too many to write down.</summary>
/// <param name="message">What to do.</param>
public sealed class SymbolicSizeException(string message) : ArgumentException(message);
