using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>An entry of an expression that a polynomial takes as it is: a variable's, or one of a sub-expression that is no polynomial.</summary>
/// <param name="Expression">The expression.</param>
/// <param name="Entry">The entry's place in C order.</param>
public sealed record Atom(Expr Expression, int Entry);

/// <summary>A coefficient times a product of atoms.</summary>
/// <param name="Coefficient">The coefficient, not 0.</param>
/// <param name="Atoms">The places of the atoms in the list of atoms, in ascending order, each as often as its power says; none for a constant.</param>
public sealed record Term(Rational Coefficient, ValueList<int> Atoms);

/// <summary>Every entry of an expression written out as a sum of products of atoms, with exact coefficients.</summary>
/// <param name="Atoms">The atoms.</param>
/// <param name="Entries">The terms of each entry, in C order; none for 0.</param>
public sealed record PolynomialForm(IReadOnlyList<Atom> Atoms, IReadOnlyList<IReadOnlyList<Term>> Entries);
