using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>One step of a proof: a claim about an expression, by a rule, from earlier steps.</summary>
/// <param name="Expression">What the claim is about.</param>
/// <param name="Rule">The rule's name in the table of rules.</param>
/// <param name="Premises">The earlier steps that the rule starts from, by their places in the proof.</param>
/// <param name="Because">Why the rule applies here: the facts and the source, for a reader.</param>
/// <param name="Gives">What is proven.</param>
public sealed record ProofStep(Expr Expression, string Rule, IReadOnlyList<int> Premises, string Because, Claim Gives)
{
    /// <summary>The form's name in the table of recognised forms, where one was used.</summary>
    public string? Form { get; init; }

    /// <summary>The expression written out term by term, where that was used; the claims about its atoms are earlier steps.</summary>
    public PolynomialForm? Polynomial { get; init; }

    /// <summary>The part that the expression is a function of, entry by entry, where that was used; the claim about it is an earlier step.</summary>
    public EntrywiseCurve? Curve { get; init; }
}
