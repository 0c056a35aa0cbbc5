using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Operators.Symbolic;

/// <summary>
/// A matrix entry as a formula: a sum of coefficients times products of symbols and functions of them, in whole powers. Sums are kept in a fixed order and terms that
/// cancel are gone, so that entries equal as polynomials are equal and are written alike. Coefficients are float64.
/// </summary>
public sealed class SymbolicEntry : IEquatable<SymbolicEntry>
{
    private readonly Term[] _terms;
    private int? _hash;

    internal SymbolicEntry(Term[] terms) => _terms = terms;

    /// <summary>0.</summary>
    public static SymbolicEntry Zero { get; } = new([]);

    /// <summary>1.</summary>
    internal static SymbolicEntry One { get; } = new([new(Monomial.One, 1)]);

    /// <summary>Whether the entry is 0.</summary>
    public bool IsZero => _terms.Length == 0;

    /// <summary>The number that the entry is, or nothing where it depends on symbols.</summary>
    public double? Number => _terms.Length == 0 ? 0 : _terms is [{ Monomial.Factors.Count: 0 } only] ? only.Coefficient : null;

    /// <summary>The terms, in order.</summary>
    internal IReadOnlyList<Term> Terms => _terms;

    /// <summary>A number as an entry.</summary>
    internal static SymbolicEntry Of(double number) => number == 0 ? Zero : number == 1 ? One : new([new(Monomial.One, number)]);

    /// <summary>An atom as an entry.</summary>
    internal static SymbolicEntry Of(Atom atom, int exponent = 1) => new([new(new Monomial(new Factor(atom, exponent)), 1)]);

    /// <summary>Whether the entry depends on a variable.</summary>
    /// <param name="variable">The variable.</param>
    public bool DependsOn(Variable variable)
    {
        foreach (Term term in _terms)
        {
            if (term.Monomial.DependsOn(variable))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The number that the entry is where the symbols have values.</summary>
    /// <param name="values">A value for each variable that the entry depends on, of its shape.</param>
    /// <exception cref="ArgumentException">A value is missing or has the wrong shape.</exception>
    public double Evaluate(params IReadOnlyList<(Variable Variable, Tensor<double> Value)> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        return Evaluate(new EntryValues(values));
    }

    /// <summary>The number that the entry is where the symbols have values.</summary>
    internal double Evaluate(EntryValues values)
    {
        double sum = 0;
        foreach (Term term in _terms)
        {
            double product = term.Coefficient;
            foreach (Factor factor in term.Monomial.Factors)
            {
                product *= Math.Pow(factor.Atom.Evaluate(values), factor.Exponent);
            }

            sum += product;
        }

        return sum;
    }

    /// <summary>The entry as text, as in <c>2*w0*y1 - exp(x)</c>: <c>w2</c> is entry 2 of a vector w, <c>w1_2</c> entry (1, 2) of a matrix, <c>w</c> a scalar.</summary>
    /// <param name="digits">Significant digits of coefficients; as many as it takes to read them back exactly, if left out.</param>
    public string ToText(int? digits = null) => new EntryText(digits).Write(this);

    /// <summary>The entry in LaTeX's mathematics, as in <c>2 w_{0} y_{1} - \exp\left(x\right)</c>.</summary>
    /// <param name="digits">Significant digits of coefficients; as many as it takes to read them back exactly, if left out.</param>
    public string ToLatex(int? digits = null) => new EntryLatex(digits).Write(this);

    /// <summary>The entry as text, with all digits.</summary>
    public override string ToString() => ToText();

    /// <inheritdoc/>
    public bool Equals(SymbolicEntry? other) => ReferenceEquals(this, other) || (other is not null && GetHashCode() == other.GetHashCode() && _terms.AsSpan().SequenceEqual(other._terms));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SymbolicEntry);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash is not int known)
        {
            HashCode hash = default;
            foreach (Term term in _terms)
            {
                hash.Add(term);
            }

            _hash = known = hash.ToHashCode();
        }

        return known;
    }
}
