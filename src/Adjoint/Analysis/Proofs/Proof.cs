using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>A proof as data: steps, leaves first; the last one is about the expression that was asked about. Whoever has the rules can replay it.</summary>
/// <param name="Steps">The steps, at least one. A step's premises stand before it.</param>
public sealed record Proof(IReadOnlyList<ProofStep> Steps)
{
    /// <summary>The uses of identities that lead from the expression to the form that the steps before the last are about, in any order.</summary>
    public IReadOnlyList<Replacement> Replacements { get; init; } = [];

    /// <summary>What is proven in the end.</summary>
    public Claim Conclusion => Steps[^1].Gives;

    /// <summary>The expression that it is about.</summary>
    public Expr Expression => Steps[^1].Expression;
}
