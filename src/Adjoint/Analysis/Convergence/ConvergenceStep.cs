using Adjoint.Graph;

namespace Adjoint.Analysis.Convergence;

/// <summary>One step of the argument for convergence, for a reader.</summary>
/// <param name="Expression">What it is about.</param>
/// <param name="Rule">The rule's name.</param>
/// <param name="Because">Why the rule applies here, with its source.</param>
/// <param name="Gives">What follows.</param>
public sealed record ConvergenceStep(Expr Expression, string Rule, string Because, string Gives);
