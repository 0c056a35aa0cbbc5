using Adjoint.Analysis.Checking;
using Adjoint.Analysis.Proofs;

namespace Adjoint.Analysis;

/// <summary>A proof that the checker has replayed before a verdict stands on it.</summary>
/// <param name="Proof">The proof.</param>
/// <param name="Rejection">What the checker found wrong with it, in words; nothing if it is right, or if no verdict could stand on it.</param>
internal readonly record struct CheckedProof(Proof Proof, string? Rejection)
{
    /// <summary>What the rules prove.</summary>
    public static CheckedProof Of(Question question) => Of(question, Prover.Run(question));

    /// <summary>A given proof.</summary>
    public static CheckedProof Of(Question question, Proof proof)
    {
        bool tells = proof.Steps.Count == 0 || proof.Conclusion is { IsConvex: true } or { IsConcave: true } or { IsLinear: true };
        return new CheckedProof(proof, tells && ProofChecker.Check(proof, question) is ProofDefect defect
            ? $"the checker rejected step {defect.Step + 1} of {proof.Steps.Count} of the proof{(proof.Steps.Count == 0 ? "" : $", about {proof.Steps[defect.Step].Expression}")}: {defect.Why}; this is a fault of the prover"
            : null);
    }
}
