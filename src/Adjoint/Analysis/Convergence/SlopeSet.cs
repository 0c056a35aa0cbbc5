using Adjoint.Analysis.Proofs;

namespace Adjoint.Analysis.Convergence;

/// <summary>The slopes that a convex part of a loss takes, but for limits: sums of its outermost ones with factors that are at least 0.</summary>
/// <param name="Outermost">The outermost slopes, each over all that moves.</param>
/// <param name="Total">What the factors add up to; nothing where they may be as large as they like.</param>
/// <param name="IsOpen">Whether the part comes near its outermost slopes only far out, and bends everywhere where it is not flat, as logistic and logsumexp do.</param>
internal sealed record SlopeSet(IReadOnlyList<Rational[]> Outermost, Rational? Total, bool IsOpen);
