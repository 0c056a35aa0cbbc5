using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>A polynomial in atoms with exact coefficients: from the atoms of each term, in ascending order, to its coefficient.</summary>
internal sealed class Polynomial
{
    /// <summary>The most terms that are written out.</summary>
    public const int MostTerms = 2500;

    private readonly Dictionary<ValueList<int>, Rational> _terms = [];

    /// <summary>0.</summary>
    public static Polynomial Zero { get; } = new();

    /// <summary>The terms, none of which is 0.</summary>
    public IEnumerable<Term> Terms => _terms.Select(term => new Term(term.Value, term.Key));

    /// <summary>The number of terms.</summary>
    public int Count => _terms.Count;

    /// <summary>Whether more terms came together than are written out.</summary>
    public bool IsTooLong => _terms.Count > MostTerms;

    /// <summary>A number.</summary>
    public static Polynomial Number(Rational value)
    {
        Polynomial result = new();
        result.Add(default(ValueList<int>), value);
        return result;
    }

    /// <summary>An atom.</summary>
    public static Polynomial Of(int atom)
    {
        Polynomial result = new();
        result.Add(ValueList.Create<int>([atom]), Rational.One);
        return result;
    }

    /// <summary>The number that it is, if it has no atom.</summary>
    public Rational? AsNumber => _terms.Count == 0 ? Rational.Zero : _terms.Count == 1 && _terms.TryGetValue(default, out Rational value) ? value : null;

    /// <summary>The sum with a multiple of another.</summary>
    public Polynomial Plus(Polynomial other, Rational factor)
    {
        Polynomial result = new();
        foreach ((ValueList<int> atoms, Rational coefficient) in _terms)
        {
            result._terms.Add(atoms, coefficient);
        }

        result.Add(other, factor);
        return result;
    }

    /// <summary>Adds a multiple of another to this one.</summary>
    public void Add(Polynomial other, Rational factor)
    {
        foreach ((ValueList<int> atoms, Rational coefficient) in other._terms)
        {
            Add(atoms, coefficient * factor);
        }
    }

    /// <summary>The product; nothing if it were too long.</summary>
    public Polynomial? Times(Polynomial other)
    {
        if ((long)_terms.Count * other._terms.Count > 16 * MostTerms)
        {
            return null;
        }

        Polynomial result = new();
        foreach ((ValueList<int> left, Rational a) in _terms)
        {
            foreach ((ValueList<int> right, Rational b) in other._terms)
            {
                result.Add(ValueList.Create<int>([.. left.Concat(right).Order()]), a * b);
            }
        }

        return result.IsTooLong ? null : result;
    }

    private void Add(ValueList<int> atoms, Rational coefficient)
    {
        Rational sum = _terms.GetValueOrDefault(atoms) + coefficient;
        if (sum.Sign == 0)
        {
            _terms.Remove(atoms);
        }
        else
        {
            _terms[atoms] = sum;
        }
    }
}
