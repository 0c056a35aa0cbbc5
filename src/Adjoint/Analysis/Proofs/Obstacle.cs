using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>Where the rules stop: the smallest sub-expression that they cannot say anything useful of, though they can of its arguments.</summary>
/// <param name="Expression">The sub-expression.</param>
/// <param name="Missing">Which fact of which argument was missing, in a sentence.</param>
public sealed record Obstacle(Expr Expression, string Missing);
