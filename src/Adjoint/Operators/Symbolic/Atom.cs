using Adjoint.Graph;

namespace Adjoint.Operators.Symbolic;

/// <summary>
/// What an entry's products are made of. Atoms are ordered, so that equal entries are written alike: symbols first, by variable and index, then what is computed of them.
/// Those of one <see cref="SymbolTable"/> are the same only if they are the same object.
/// </summary>
internal abstract class Atom : IComparable<Atom>
{
    /// <summary>Symbols before functions, functions before sums in a divisor.</summary>
    protected abstract int Kind { get; }

    /// <summary>The variables that the atom's value depends on.</summary>
    public abstract bool DependsOn(Variable variable);

    /// <summary>The value where the variables have values.</summary>
    /// <param name="values">The values.</param>
    public abstract double Evaluate(EntryValues values);

    /// <inheritdoc/>
    public int CompareTo(Atom? other) => other is null ? 1 : ReferenceEquals(this, other) ? 0 : Kind != other.Kind ? Kind.CompareTo(other.Kind) : CompareWithin(other);

    /// <summary>The order among atoms of one kind.</summary>
    /// <param name="other">Another atom of this kind.</param>
    protected abstract int CompareWithin(Atom other);
}
