using Adjoint.Graph;

namespace Adjoint.Operators.Symbolic;

/// <summary>A sum of several terms that is divided by, or raised to a power too high to multiply out.</summary>
/// <param name="sum">The sum.</param>
/// <param name="order">Which it is among such sums.</param>
internal sealed class SumAtom(SymbolicEntry sum, int order) : Atom
{
    /// <summary>The sum.</summary>
    public SymbolicEntry Sum { get; } = sum;

    /// <inheritdoc/>
    protected override int Kind => 2;

    private int Order { get; } = order;

    /// <inheritdoc/>
    public override bool DependsOn(Variable variable) => Sum.DependsOn(variable);

    /// <inheritdoc/>
    public override double Evaluate(EntryValues values) => Sum.Evaluate(values);

    /// <inheritdoc/>
    protected override int CompareWithin(Atom other) => Order.CompareTo(((SumAtom)other).Order);
}
