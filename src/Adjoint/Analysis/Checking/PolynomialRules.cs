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
            if (!(atoms.Count == 1 ? OneAtom(part, atoms.Single()) : SquareForm(part, [.. atoms])))
            {
                return false;
            }
        }

        return true;
    });

    /// <summary>The degree in what moves.</summary>
    public int? Degree()
    {
        int? degree = 0;
        foreach (Term term in form.Entries.SelectMany(entry => entry))
        {
            int? own = Powers(term).Sum(power => (_claims[power.Key].Degree ?? 1000) * power.Value) is < 1000 and int sum ? sum : null;
            degree = own is null || degree is null ? null : Math.Max(degree.Value, own.Value);
        }

        return degree;
    }

    /// <summary>Whether every term is a factor that does not move times something linear.</summary>
    public bool IsLinear() => form.Entries.All(entry => entry.All(term => Powers(term) is { Count: 1 } powers && powers.Single() is { Value: 1, Key: var atom } && _claims[atom].IsLinear));

    /// <summary>The powers of moving atoms.</summary>
    private Dictionary<int, int> Powers(Term term) => term.Atoms.Where(atom => !_claims[atom].IsConstant).GroupBy(atom => atom).ToDictionary(group => group.Key, group => group.Count());

    private bool OneAtom(Term[] part, int atom)
    {
        Claim claim = _claims[atom];
        int highest = part.Max(term => Powers(term)[atom]);
        if (highest == 1)
        {
            return part.All(term => claim.IsAffine || (Sign(term, atom, 1) > 0 && claim.IsConvex) || (Sign(term, atom, 1) < 0 && claim.IsConcave));
        }

        bool curved = Nonnegative(part, atom, highest, 2, 1);
        return curved && (claim.IsAffine || (claim.IsConvex && Nonnegative(part, atom, highest, 1, 1)) || (claim.IsConcave && Nonnegative(part, atom, highest, 1, -1)));
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

    /// <summary>Degree two in affine atoms, with a common factor that does not move: squares are completed until nothing is left.</summary>
    private bool SquareForm(Term[] part, int[] atoms)
    {
        Dictionary<(int, int), Rational> form = [];
        ValueList<int>? factor = null;
        foreach (Term term in part)
        {
            int[] moving = [.. term.Atoms.Where(atom => !_claims[atom].IsConstant)];
            ValueList<int> own = ValueList.Create<int>([.. term.Atoms.Where(atom => _claims[atom].IsConstant)]);
            if (moving.Length > 2 || moving.Any(atom => !_claims[atom].IsAffine) || (moving.Length == 2 && (factor ??= own) != own))
            {
                return false;
            }

            if (moving.Length == 2)
            {
                // The form's value at (x, x) is Σ form[a, b] xₐ x_b over both orders.
                Rational half = term.Coefficient / Rational.Of(2);
                form[(moving[0], moving[1])] = form.GetValueOrDefault((moving[0], moving[1])) + half;
                form[(moving[1], moving[0])] = form.GetValueOrDefault((moving[1], moving[0])) + half;
            }
        }

        int sign = Sign(new Term(Rational.One, factor ?? default), -1, 0);
        for (int i = 0; i < atoms.Length; i++)
        {
            Rational square = form.GetValueOrDefault((atoms[i], atoms[i])) * Rational.Of(sign);
            int[] later = atoms[(i + 1)..];
            if (sign == 0 || square.Sign < 0 || (square.Sign == 0 && later.Any(other => form.GetValueOrDefault((atoms[i], other)).Sign != 0)))
            {
                return false;
            }

            foreach (int row in square.Sign == 0 ? [] : later)
            {
                Rational multiple = form.GetValueOrDefault((atoms[i], row)) / form[(atoms[i], atoms[i])];
                foreach (int column in later)
                {
                    form[(row, column)] = form.GetValueOrDefault((row, column)) - (multiple * form.GetValueOrDefault((atoms[i], column)));
                }
            }
        }

        return true;
    }
}
