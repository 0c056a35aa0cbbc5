using Adjoint.Graph;

namespace Adjoint.Analysis.Convergence;

/// <summary>What the proximal-gradient method reaches: a gradient step on the smooth part, then the proximal map of the rest.</summary>
/// <param name="Verdict">Whether it brings the loss to its infimum from every start with every fixed step up to 1/L, for every value of the other variables.</param>
/// <param name="Nonsmooth">The parts that have a proximal map.</param>
/// <param name="Map">Their maps, in words.</param>
/// <param name="Lipschitz">L of the smooth part; nothing where other variables have no value.</param>
/// <param name="Step">1/L; 1 where L is 0.</param>
/// <param name="Because">Why, with the source.</param>
public sealed record ProximalVerdict(DescentGuarantee Verdict, IReadOnlyList<Expr> Nonsmooth, string Map, double? Lipschitz, double? Step, string Because);
