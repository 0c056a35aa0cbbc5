using Adjoint.Graph;

namespace Adjoint.Analysis.Convergence;

/// <summary>A convex function of an affine argument whose second derivative is bounded everywhere.</summary>
/// <param name="Name">The form as it is written.</param>
/// <param name="Bound">The bound of its second derivative, in words.</param>
/// <param name="Source">Where the bound comes from.</param>
/// <param name="IsPiecewiseQuadratic">Whether it is made of finitely many pieces of degree at most two, so that a sum of such functions attains an infimum that is finite.</param>
/// <param name="Matches">Whether an expression has this form, from what is proven of its parts.</param>
/// <param name="Majorant">
/// From an expression of this form, the weights of its entries, what is proven of its parts, and the map to the linear part of an affine expression: a scalar of degree two
/// whose Hessian is at least that of the weighted sum, wherever that is taken.
/// </param>
internal sealed record SmoothFunction(
    string Name,
    string Bound,
    string Source,
    bool IsPiecewiseQuadratic,
    Func<Application, Func<Expr, Claim>, bool> Matches,
    Func<Application, Expr, Func<Expr, Claim>, Func<Expr, Expr>, Expr> Majorant);
