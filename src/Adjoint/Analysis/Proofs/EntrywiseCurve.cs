using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>Says that an expression is a function of one number, applied to each entry of a part.</summary>
/// <param name="Part">The part, of the expression's shape.</param>
/// <param name="Pieces">
/// The ends of the pieces of the part's range, in ascending order, on each of which intervals enclose the second derivative well enough; nothing where the function is a quotient of polynomials,
/// whose second derivative is decided exactly.
/// </param>
public sealed record EntrywiseCurve(Expr Part, IReadOnlyList<double>? Pieces);
