namespace Adjoint.Operators.Symbolic;

/// <summary>Adds up terms to an entry.</summary>
internal sealed class EntrySum
{
    private readonly List<Term> _terms = [];

    /// <summary>Adds a multiple of an entry.</summary>
    public void Add(SymbolicEntry entry, double factor = 1)
    {
        if (factor == 0)
        {
            return;
        }

        foreach (Term term in entry.Terms)
        {
            _terms.Add(term with { Coefficient = factor * term.Coefficient });
        }
    }

    /// <summary>Adds a multiple of the product of two entries.</summary>
    public void AddProduct(SymbolicEntry left, SymbolicEntry right, double factor = 1)
    {
        foreach (Term term in left.Terms)
        {
            foreach (Term other in right.Terms)
            {
                _terms.Add(new Term(term.Monomial * other.Monomial, factor * term.Coefficient * other.Coefficient));
            }
        }
    }

    /// <summary>The sum: terms in order, those of one product added up in the order in which they came, zeros gone.</summary>
    public SymbolicEntry ToEntry()
    {
        if (_terms.Count <= 1)
        {
            return _terms.Count == 0 || _terms[0].Coefficient == 0 ? SymbolicEntry.Zero : new SymbolicEntry([_terms[0]]);
        }

        Dictionary<Monomial, double> coefficients = new(_terms.Count);
        foreach (Term term in _terms)
        {
            coefficients[term.Monomial] = coefficients.GetValueOrDefault(term.Monomial) + term.Coefficient;
        }

        Term[] terms = [.. coefficients.Where(pair => pair.Value != 0).Select(pair => new Term(pair.Key, pair.Value))];
        Array.Sort(terms, static (left, right) => left.Monomial.CompareTo(right.Monomial));
        return terms.Length == 0 ? SymbolicEntry.Zero : new SymbolicEntry(terms);
    }
}
