namespace Adjoint.Analysis.Checking;

/// <summary>The first step of a proof that does not hold.</summary>
/// <param name="Step">Its place in the proof, from 0.</param>
/// <param name="Why">What is wrong with it, in a sentence.</param>
public sealed record ProofDefect(int Step, string Why);
