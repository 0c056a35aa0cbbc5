using Adjoint.Graph;

namespace Adjoint.Operators.Symbolic;

/// <summary>A matrix was asked of an expression that is not linear in a variable, without a point to linearise at.</summary>
public sealed class PointNeededException : ArgumentException
{
    internal PointNeededException(Variable variable, Expr? node)
        : base($"The Jacobian depends on '{variable.Name}' itself{(node is null ? "" : $", because '{node}' is not linear in it")}: pass a value of '{variable.Name}', the point to linearise at.") =>
        (Variable, Node) = (variable, node);

    /// <summary>The variable that needs a value.</summary>
    public Variable Variable { get; }

    /// <summary>The first part of the expression that is not linear in it, if one alone is to blame.</summary>
    public Expr? Node { get; }
}
