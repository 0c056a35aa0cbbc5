using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>The value of an expression: numbers, or entries of which some are formulas.</summary>
internal sealed class SymbolicValue
{
    private readonly SymbolicEntry[]? _entries;

    public SymbolicValue(Tensor<double> numbers) => (Shape, Numbers) = (numbers.Shape, numbers);

    /// <summary>Takes entries, which become numbers if all are.</summary>
    public SymbolicValue(Shape shape, SymbolicEntry[] entries)
    {
        Shape = shape;
        if (entries.All(entry => entry.Number is not null))
        {
            Numbers = new Tensor<double>(shape, [.. entries.Select(entry => entry.Number!.Value)]);
        }
        else
        {
            _entries = entries;
        }
    }

    /// <summary>The shape.</summary>
    public Shape Shape { get; }

    /// <summary>The numbers, or nothing where a symbol is among the entries.</summary>
    public Tensor<double>? Numbers { get; }

    /// <summary>An entry, in C order.</summary>
    public SymbolicEntry this[int index] => _entries is null ? SymbolicEntry.Of(Numbers!.Span[index]) : _entries[index];

    /// <summary>The number of terms of all entries.</summary>
    public long Terms => _entries?.Sum(static entry => (long)Math.Max(1, entry.Terms.Count)) ?? Shape.Size;

    /// <summary>Whether an entry depends on a variable.</summary>
    public bool DependsOn(Variable variable) => _entries?.Any(entry => entry.DependsOn(variable)) ?? false;

    /// <summary>The numbers that the entries are where the symbols have values.</summary>
    public Tensor<double> Evaluate(EntryValues values) => Numbers ?? new Tensor<double>(Shape, [.. _entries!.Select(entry => entry.Evaluate(values))]);

    /// <summary>The variable whose entries, all and in order, these are, if there is one.</summary>
    public Variable? AsVariable()
    {
        Variable? variable = null;
        for (int i = 0; i < Shape.Size; i++)
        {
            if (_entries?[i].Terms is not [{ Coefficient: 1, Monomial.Factors: [{ Exponent: 1, Atom: SymbolAtom symbol }] }]
                || symbol.Index != i || (variable ??= symbol.Variable) != symbol.Variable || variable.Shape.Size != Shape.Size)
            {
                return null;
            }
        }

        return variable;
    }

    /// <summary>Whether all entries equal those of another value of the same shape.</summary>
    public bool SameEntries(SymbolicValue other) =>
        Shape == other.Shape && Enumerable.Range(0, Shape.Size).All(i => this[i].Equals(other[i]));
}
