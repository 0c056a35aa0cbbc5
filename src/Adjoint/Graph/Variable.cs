using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>A named input of an expression. Two variables are the same only if they are the same object.</summary>
public sealed class Variable : Expr
{
    /// <summary>Declares a variable.</summary>
    /// <param name="name">What it is called in text and in messages.</param>
    /// <param name="shape">The shape of its values.</param>
    /// <param name="range">The interval that its entries are known to lie in; all real numbers if left out.</param>
    public Variable(string name, Shape shape, Interval? range = null)
        : base(shape)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
        Range = range ?? Interval.Reals;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The interval that every entry lies in.</summary>
    public Interval Range { get; }
}
