using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>A primitive applied to arguments whose entries are symbolic; its result's entries are atoms.</summary>
/// <param name="Primitive">The primitive.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Result">The shape of the result.</param>
/// <param name="Order">Which it is among the calls.</param>
internal sealed record FunctionCall(Primitive Primitive, IReadOnlyList<SymbolicValue> Arguments, Shape Result, int Order)
{
    /// <inheritdoc/>
    public bool Equals(FunctionCall? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => Order;
}
