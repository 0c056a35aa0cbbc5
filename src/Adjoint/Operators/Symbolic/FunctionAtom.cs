using Adjoint.Graph;

namespace Adjoint.Operators.Symbolic;

/// <summary>One entry of a primitive's result, where the primitive is not a polynomial of its arguments.</summary>
/// <param name="call">The application.</param>
/// <param name="index">The entry in C order.</param>
internal sealed class FunctionAtom(FunctionCall call, int index) : Atom
{
    /// <summary>The application.</summary>
    public FunctionCall Call { get; } = call;

    /// <summary>The entry in C order.</summary>
    public int Index { get; } = index;

    /// <inheritdoc/>
    protected override int Kind => 1;

    /// <inheritdoc/>
    public override bool DependsOn(Variable variable) => Call.Arguments.Any(argument => argument.DependsOn(variable));

    /// <inheritdoc/>
    public override double Evaluate(EntryValues values) => values.Of(Call).Span[Index];

    /// <inheritdoc/>
    protected override int CompareWithin(Atom other)
    {
        FunctionAtom function = (FunctionAtom)other;
        return Call != function.Call ? Call.Order.CompareTo(function.Call.Order) : Index.CompareTo(function.Index);
    }
}
