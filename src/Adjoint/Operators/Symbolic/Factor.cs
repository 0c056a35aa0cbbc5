namespace Adjoint.Operators.Symbolic;

/// <summary>An atom raised to a power.</summary>
/// <param name="Atom">The atom.</param>
/// <param name="Exponent">A whole number other than 0.</param>
internal readonly record struct Factor(Atom Atom, int Exponent);
