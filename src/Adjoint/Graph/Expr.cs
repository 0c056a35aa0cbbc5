using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>
/// An expression: a variable, a constant, or a primitive applied to expressions. Built once and immutable; shapes are
/// checked while it is built. Sub-expressions may be shared, so an expression is a directed acyclic graph.
/// </summary>
/// <remarks>An expression says what is computed, over the real numbers. Element type, order and memory are the plan's business.</remarks>
public abstract class Expr
{
    private protected Expr(Shape shape) => Shape = shape;

    /// <summary>The shape of the value.</summary>
    public Shape Shape { get; }

    /// <summary>The expressions that this one is computed from directly; empty for a leaf.</summary>
    public virtual IReadOnlyList<Expr> Arguments => [];

    /// <summary>The expression as text, as <see cref="ExprPrinter"/> writes it.</summary>
    public override string ToString() => ExprPrinter.Print(this);
}
