using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;

namespace Adjoint.Analysis;

/// <summary>Whether an expression is convex in what moves, for every admitted value of the rest.</summary>
public enum Convexity
{
    /// <summary>Neither was proven or refuted.</summary>
    Unknown,

    /// <summary>Convex for every value.</summary>
    Convex,

    /// <summary>Not convex for some value.</summary>
    Nonconvex,
}

/// <summary>How an expression bends, as far as it is known.</summary>
public enum Bend
{
    /// <summary>Not known.</summary>
    Unknown,

    /// <summary>It does not move.</summary>
    Constant,

    /// <summary>Convex and concave.</summary>
    Affine,

    /// <summary>Convex.</summary>
    Convex,

    /// <summary>Concave.</summary>
    Concave,

    /// <summary>Neither: there is a chord above and a chord below.</summary>
    None,
}

/// <summary>A verdict with what it stands on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Bend">How the expression bends; <see cref="Analysis.Bend.None"/> only with two counterexamples.</param>
/// <param name="Domain">Where it was judged, in words: the restrictions of variables and what logarithms, roots, divisions and powers demand.</param>
/// <param name="Proof">The proof, of a positive one or of a concave one.</param>
/// <param name="Counterexample">The numbers, of a negative one.</param>
/// <param name="Obstacle">Where the rules stopped, if they did.</param>
/// <param name="Tried">What was tried, each in a phrase.</param>
public sealed record ConvexityVerdict(
    Convexity Verdict, Bend Bend, string Domain, Proof? Proof, ConvexityCounterexample? Counterexample, Obstacle? Obstacle, IReadOnlyList<string> Tried);
