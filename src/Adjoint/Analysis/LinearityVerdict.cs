using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;

namespace Adjoint.Analysis;

/// <summary>Whether an expression is linear in what moves, for every admitted value of the rest.</summary>
public enum Linearity
{
    /// <summary>Neither was proven or refuted.</summary>
    Unknown,

    /// <summary>Linear for every value: f(αu + βv) = αf(u) + βf(v).</summary>
    Linear,

    /// <summary>Affine for every value, and not linear for some.</summary>
    Affine,

    /// <summary>Not affine for some value.</summary>
    Nonlinear,
}

/// <summary>A verdict with what it stands on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Proof">The proof, of a positive one.</param>
/// <param name="Counterexample">The numbers, of a negative one.</param>
/// <param name="Obstacle">Where the rules stopped, if they did.</param>
/// <param name="Tried">What was tried, each in a phrase.</param>
public sealed record LinearityVerdict(Linearity Verdict, Proof? Proof, LinearityCounterexample? Counterexample, Obstacle? Obstacle, IReadOnlyList<string> Tried);
