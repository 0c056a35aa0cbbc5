using Adjoint.Graph;

namespace Adjoint.Analysis.Refutation;

/// <summary>Puts expressions in the place of variables.</summary>
internal static class Substitution
{
    /// <summary>The expression with some variables replaced by expressions of their shape.</summary>
    public static Expr Of(Expr expression, IReadOnlyDictionary<Variable, Expr> replacements) =>
        GraphTraversal.Rewrite([expression], node => node is Variable variable && replacements.TryGetValue(variable, out Expr? other) ? other : node)[0];
}
