using Adjoint.Graph;

namespace Adjoint.Operators.Symbolic;

/// <summary>A product of atoms raised to whole powers, the atoms in their order. No factors are 1.</summary>
/// <remarks>Monomials are ordered by the exponent of the first atom in which they differ, the greater exponent first: multiplying two by a third keeps their order.</remarks>
internal sealed class Monomial : IComparable<Monomial>, IEquatable<Monomial>
{
    private readonly int _hash;

    public Monomial(params Factor[] factors)
    {
        Factors = factors;
        HashCode hash = default;
        foreach (Factor factor in factors)
        {
            hash.Add(factor);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>1.</summary>
    public static Monomial One { get; } = new();

    /// <summary>The factors, by atom.</summary>
    public IReadOnlyList<Factor> Factors { get; }

    /// <summary>The product of two monomials.</summary>
    public static Monomial operator *(Monomial left, Monomial right)
    {
        if (left.Factors.Count == 0 || right.Factors.Count == 0)
        {
            return left.Factors.Count == 0 ? right : left;
        }

        List<Factor> factors = new(left.Factors.Count + right.Factors.Count);
        for (int i = 0, j = 0; i < left.Factors.Count || j < right.Factors.Count;)
        {
            int order = i == left.Factors.Count ? 1 : j == right.Factors.Count ? -1 : left.Factors[i].Atom.CompareTo(right.Factors[j].Atom);
            Factor next = order < 0 ? left.Factors[i] : order > 0 ? right.Factors[j]
                : new Factor(left.Factors[i].Atom, checked(left.Factors[i].Exponent + right.Factors[j].Exponent));
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
            if (next.Exponent != 0)
            {
                factors.Add(next);
            }
        }

        return factors.Count == 0 ? One : new Monomial([.. factors]);
    }

    /// <summary>The monomial raised to a whole power.</summary>
    public Monomial Power(int exponent) =>
        exponent == 0 ? One : new Monomial([.. Factors.Select(factor => factor with { Exponent = checked(factor.Exponent * exponent) })]);

    /// <summary>Whether a variable's entries are in it.</summary>
    public bool DependsOn(Variable variable)
    {
        foreach (Factor factor in Factors)
        {
            if (factor.Atom.DependsOn(variable))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public int CompareTo(Monomial? other)
    {
        if (other is null)
        {
            return 1;
        }

        for (int i = 0; i < Factors.Count || i < other.Factors.Count; i++)
        {
            // All before are equal. An atom that one of the two lacks has the exponent 0 there.
            int order = i >= Factors.Count ? 1 : i >= other.Factors.Count ? -1 : Factors[i].Atom.CompareTo(other.Factors[i].Atom);
            int own = order <= 0 ? Factors[i].Exponent : 0, its = order >= 0 ? other.Factors[i].Exponent : 0;
            if (own != its)
            {
                return its.CompareTo(own);
            }
        }

        return 0;
    }

    /// <inheritdoc/>
    public bool Equals(Monomial? other) => other is not null && _hash == other._hash && Factors.SequenceEqual(other.Factors);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Monomial);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;
}
