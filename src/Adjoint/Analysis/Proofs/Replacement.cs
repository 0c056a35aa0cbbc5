using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>One use of an identity.</summary>
/// <param name="Before">What was found.</param>
/// <param name="After">What was put in its place.</param>
/// <param name="Identity">The identity's name in the table.</param>
public sealed record Replacement(Expr Before, Expr After, string Identity);
