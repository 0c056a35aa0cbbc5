using Adjoint.Graph;

namespace Adjoint.Operators.Symbolic;

/// <summary>One entry of a variable.</summary>
/// <param name="variable">The variable.</param>
/// <param name="order">The variable's place among the variables.</param>
/// <param name="index">The entry in C order.</param>
internal sealed class SymbolAtom(Variable variable, int order, int index) : Atom
{
    /// <summary>The variable.</summary>
    public Variable Variable { get; } = variable;

    /// <summary>The entry in C order.</summary>
    public int Index { get; } = index;

    /// <inheritdoc/>
    protected override int Kind => 0;

    private int Order { get; } = order;

    /// <inheritdoc/>
    public override bool DependsOn(Variable variable) => Variable == variable;

    /// <inheritdoc/>
    public override double Evaluate(EntryValues values) => values.Of(Variable).Span[Index];

    /// <inheritdoc/>
    protected override int CompareWithin(Atom other)
    {
        SymbolAtom symbol = (SymbolAtom)other;
        return Order != symbol.Order ? Order.CompareTo(symbol.Order) : Index.CompareTo(symbol.Index);
    }
}
