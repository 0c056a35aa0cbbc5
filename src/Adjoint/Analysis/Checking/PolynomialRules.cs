using Adjoint.Analysis.Proofs;
using Adjoint.Graph;

namespace Adjoint.Analysis.Checking;

/// <summary>How a polynomial in atoms bends, from the claims of its atoms.</summary>
internal sealed class PolynomialRules(PolynomialForm form, Func<Expr, Claim> claimOf)
{
    private readonly Claim[] _claims = [.. form.Atoms.Select(atom => claimOf(atom.Expression))];

    /// <summary>Whether every entry times a sign is convex: the parts that share no moving atom are.</summary>
    public bool Bends(int sign) => form.Entries.All(entry =>
    {
        List<Term> rest = [.. entry.Where(term => Powers(term).Count > 0)];
        while (rest.Count > 0)
        {
            HashSet<int> atoms = [.. Powers(rest[0]).Keys];
            while (rest.FirstOrDefault(term => Powers(term).Keys.Any(atoms.Contains) && !Powers(term).Keys.All(atoms.Contains)) is Term link)
            {
                atoms.UnionWith(Powers(link).Keys);
            }

            Term[] part = [.. rest.Where(term => Powers(term).Keys.Any(atoms.Contains)).Select(term => term with { Coefficient = Rational.Of(sign) * term.Coefficient })];
            rest.RemoveAll(term => Powers(term).Keys.Any(atoms.Contains));
            if (!(atoms.Count == 1 ? OneAtom(part, atoms.Single()) : SquareForm(part)))
            {
                return false;
            }
        }

        return true;
    });

    /// <summary>Whether every entry is of degree two in affine atoms at most, and nonnegative as a form in them and 1.</summary>
    public bool IsNowhereNegative() => _claims.All(claim => claim.IsAffine) && form.Entries.All(entry => entry.All(term => term.Atoms.Count <= 2)
        && Semidefinite(form.Atoms.Count + 1, (i, j) => entry.Where(term => term.Atoms.Select(atom => atom + 1).Concat([0, 0]).Take(2).Order().SequenceEqual(new[] { i, j }.Order()))
            .Aggregate(Rational.Zero, (sum, term) => sum + (i == j ? term.Coefficient : term.Coefficient / Rational.Of(2)))));

    /// <summary>The degree in what moves.</summary>
    public int? Degree() => form.Entries.SelectMany(entry => entry).Select(term => Powers(term).Sum(power => (_claims[power.Key].Degree ?? 1000) * power.Value)).DefaultIfEmpty(0).Max() is < 1000 and int most ? most : null;

    /// <summary>Whether every term is a factor that does not move times something linear.</summary>
    public bool IsLinear() => form.Entries.All(entry => entry.All(term => Powers(term) is { Count: 1 } powers && powers.Single() is { Value: 1, Key: var atom } && _claims[atom].IsLinear));

    /// <summary>The powers of moving atoms.</summary>
    private Dictionary<int, int> Powers(Term term) => term.Atoms.Where(atom => !_claims[atom].IsConstant).GroupBy(atom => atom).ToDictionary(group => group.Key, group => group.Count());

    private bool OneAtom(Term[] part, int atom)
    {
        Claim claim = _claims[atom];
        int highest = part.Max(term => Powers(term)[atom]);
        return highest == 1
            ? part.All(term => claim.IsAffine || (Sign(term, atom, 1) > 0 && claim.IsConvex) || (Sign(term, atom, 1) < 0 && claim.IsConcave))
            : Nonnegative(part, atom, highest, 2, 1) && (claim.IsAffine || (claim.IsConvex && Nonnegative(part, atom, highest, 1, 1)) || (claim.IsConcave && Nonnegative(part, atom, highest, 1, -1)));
    }

    /// <summary>Whether a derivative in an atom, times a sign, is nonnegative wherever the atom may lie.</summary>
    private bool Nonnegative(Term[] part, int atom, int highest, int order, int sign)
    {
        if (part.Any(term => term.Atoms.Count != Powers(term)[atom]))
        {
            return part.All(term => Powers(term)[atom] < order || Sign(term, atom, order) == sign);
        }

        Rational[] coefficients = new Rational[highest - order + 1];
        foreach (Term term in part.Where(term => term.Atoms.Count >= order))
        {
            int power = term.Atoms.Count;
            coefficients[power - order] += Rational.Of(sign * (order == 2 ? power * (power - 1) : power)) * term.Coefficient;
        }

        return new UnivariatePolynomial(coefficients).IsNonnegativeOn(_claims[atom].Range);
    }

    /// <summary>The sign of a term from which powers of an atom are taken away; 0 if it may have either.</summary>
    private int Sign(Term term, int atom, int taken) => term.Atoms.Distinct().Aggregate(term.Coefficient.Sign, (sign, each) =>
        (term.Atoms.Count(other => other == each) - (each == atom ? taken : 0)) % 2 == 0 ? sign
        : _claims[each].Range.Lower >= 0 ? sign : _claims[each].Range.Upper <= 0 ? -sign : 0);

    /// <summary>
    /// Of affine atoms, with a common factor that does not move: the Hessian's form in directions times products of atoms, every way to split a product between two of them having an equal share.
    /// </summary>
    private bool SquareForm(Term[] part)
    {
        Dictionary<(ValueList<int>, ValueList<int>), Rational> form = [];
        (ValueList<int> Factor, int[] Moving, Rational Coefficient)[] bent = [.. part.Select(term => (ValueList.Create<int>([.. term.Atoms.Where(atom => _claims[atom].IsConstant)]),
            term.Atoms.Where(atom => !_claims[atom].IsConstant).ToArray(), term.Coefficient)).Where(term => term.Item2.Length > 1)];
        foreach ((_, int[] moving, Rational coefficient) in bent.Where(term => term.Moving.Length <= GramMatrix.HighestDegree))
        {
            // Every order of the atoms is one way: a direction, its products, the other direction and its products.
            Rational share = coefficient / Rational.Of(2 * Enumerable.Range(1, moving.Length - 2).Aggregate(1, (product, each) => product * each));
            foreach (int[] order in Orders(moving))
            {
                ValueList<int> left = ValueList.Create<int>([order[0], .. order[1..(order.Length / 2)].Order()]), right = ValueList.Create<int>([order[order.Length / 2], .. order[((order.Length / 2) + 1)..].Order()]);
                form[(left, right)] = form.GetValueOrDefault((left, right)) + share;
                form[(right, left)] = form.GetValueOrDefault((right, left)) + share;
            }
        }

        ValueList<int>[] rows = [.. form.Keys.Select(key => key.Item1).Distinct()];
        int sign = Sign(new Term(Rational.One, bent[0].Factor), -1, 0);
        return sign != 0 && bent.All(term => term.Factor == bent[0].Factor && term.Moving.Length <= GramMatrix.HighestDegree) && part.All(term => Powers(term).Keys.All(atom => _claims[atom].IsAffine))
            && Semidefinite(rows.Length, (i, j) => form.GetValueOrDefault((rows[i], rows[j])) * Rational.Of(sign));
    }

    private static IEnumerable<int[]> Orders(int[] atoms) => atoms.Length == 0 ? [[]]
        : Enumerable.Range(0, atoms.Length).SelectMany(first => Orders([.. atoms[..first], .. atoms[(first + 1)..]]).Select(rest => (int[])[atoms[first], .. rest]));

    /// <summary>Whether a quadratic form is nonnegative: squares are completed until nothing is left.</summary>
    private static bool Semidefinite(int size, Func<int, int, Rational> entry)
    {
        Rational[][] form = [.. Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size).Select(j => entry(i, j)).ToArray())];
        for (int i = 0; i < size; i++)
        {
            if (form[i][i].Sign < 0 || (form[i][i].Sign == 0 && form[i][(i + 1)..].Any(other => other.Sign != 0)))
            {
                return false;
            }

            for (int row = i + 1; row < size && form[i][i].Sign > 0; row++)
            {
                Rational multiple = form[i][row] / form[i][i];
                form[row] = [.. form[row].Select((value, column) => column > i ? value - (multiple * form[i][column]) : value)];
            }
        }

        return true;
    }
}
