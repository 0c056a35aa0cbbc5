using Adjoint.Analysis.Proofs;

namespace Adjoint.Analysis.Convergence;

/// <summary>Whether gradient descent reaches the global minimum, with what the answer stands on.</summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Attained">Whether a minimiser exists; nothing if this is not known.</param>
/// <param name="Numbers">Step bound, step and rate; only with <see cref="DescentGuarantee.GlobalMinimum"/> and where every other variable has a value.</param>
/// <param name="Steps">The argument, of a positive verdict; its first step is what <paramref name="Convexity"/> proves.</param>
/// <param name="Convexity">The proof of convexity, of a positive verdict.</param>
/// <param name="Failure">The numbers, of a negative one.</param>
/// <param name="Proximal">What the proximal-gradient method reaches, where the loss has kinks with a known proximal map.</param>
/// <param name="Tried">What was tried or is missing, each in a phrase.</param>
public sealed record ConvergenceVerdict(
    DescentGuarantee Verdict,
    bool? Attained,
    ConvergenceNumbers? Numbers,
    IReadOnlyList<ConvergenceStep> Steps,
    Proof? Convexity,
    DescentFailure? Failure,
    ProximalVerdict? Proximal,
    IReadOnlyList<string> Tried);
