namespace Adjoint.Checking;

/// <summary>A sample that refutes a declared fact.</summary>
/// <param name="Excess">By how much, relative to the size of what was sampled; +∞ where a number is none.</param>
/// <param name="Message">Which fact, for which ranges, and the sample.</param>
internal sealed record FactViolation(double Excess, string Message);
