namespace Adjoint.Analysis.Proofs;

/// <summary>A rule of proof: its name, what it says, and where it comes from.</summary>
/// <param name="Name">The name that steps are labelled with.</param>
/// <param name="Statement">What it says, in a sentence.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record Rule(string Name, string Statement, string Source);
