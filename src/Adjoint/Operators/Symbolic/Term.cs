namespace Adjoint.Operators.Symbolic;

/// <summary>A coefficient times a product of atoms.</summary>
/// <param name="Monomial">The product.</param>
/// <param name="Coefficient">The coefficient, which is not 0.</param>
internal readonly record struct Term(Monomial Monomial, double Coefficient);
