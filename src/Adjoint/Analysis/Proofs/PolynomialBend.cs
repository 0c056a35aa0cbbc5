using Adjoint.Graph;
using Adjoint.Graph.Facts;

namespace Adjoint.Analysis.Proofs;

/// <summary>
/// The rule of polynomials: terms that share no moving atom are judged apart, by signs where one atom moves to the power one, by the second derivative in one atom, by
/// the constant Hessian where the degree is two.
/// </summary>
internal static class PolynomialBend
{
    /// <summary>What follows for the whole expression: its degree in what moves, curvature, linearity, and why; nothing where nothing does.</summary>
    /// <param name="form">The form.</param>
    /// <param name="claimOf">What is proven of an atom's expression.</param>
    public static (int? Degree, Curvature Curvature, bool IsLinear, string Because)? Of(PolynomialForm form, Func<Expr, Claim> claimOf)
    {
        Claim[] claims = [.. form.Atoms.Select(atom => claimOf(atom.Expression))];
        bool convex = true, concave = true, linear = true;
        int? degree = 0;
        SortedSet<string> reasons = [];
        foreach (IReadOnlyList<Term> entry in form.Entries)
        {
            foreach (List<Term> component in Components([.. entry.Where(term => Moving(term, claims).Any())], claims))
            {
                (bool up, bool down, string because) = Judge(component, claims);
                (convex, concave) = (convex && up, concave && down);
                if (!convex && !concave)
                {
                    return null;
                }

                reasons.Add(because);
            }

            linear &= entry.All(term => Moving(term, claims).ToArray() is [int only] && claims[only].IsLinear);
            foreach (Term term in entry)
            {
                int? own = Moving(term, claims).Aggregate((int?)0, (sum, atom) => sum + claims[atom].Degree);
                degree = degree is int known && own is int other ? Math.Max(known, other) : null;
            }
        }

        Curvature curvature = convex && concave ? Curvature.Affine : convex ? Curvature.Convex : Curvature.Concave;
        string bends = reasons.Count == 0 ? "nothing that moves is left" : string.Join("; ", reasons);
        return (curvature == Curvature.Affine ? Math.Min(degree ?? 1, 1) : degree, curvature, linear, $"written out term by term: {bends}");
    }

    /// <summary>Whether every entry is a polynomial of degree two in affine atoms with known coefficients, and nowhere negative.</summary>
    /// <param name="form">The form.</param>
    /// <param name="claimOf">What is proven of an atom's expression.</param>
    public static bool IsNowhereNegative(PolynomialForm form, Func<Expr, Claim> claimOf) => form.Atoms.All(atom => claimOf(atom.Expression).IsAffine)
        && form.Entries.All(entry => GramMatrix.OfValue([.. entry.Select(term => ((IReadOnlyList<int>)term.Atoms, term.Coefficient))], Definiteness.Largest) is Rational[,] matrix && Definiteness.IsSemidefinite(matrix, 1));

    /// <summary>Terms that moving atoms connect.</summary>
    private static List<List<Term>> Components(Term[] terms, Claim[] claims)
    {
        List<(HashSet<int> Atoms, List<Term> Terms)> components = [];
        foreach (Term term in terms)
        {
            HashSet<int> atoms = [.. Moving(term, claims)];
            List<Term> together = [term];
            foreach ((HashSet<int> Atoms, List<Term> Terms) near in components.Where(component => component.Atoms.Overlaps(atoms)).ToArray())
            {
                components.Remove(near);
                atoms.UnionWith(near.Atoms);
                together.AddRange(near.Terms);
            }

            components.Add((atoms, together));
        }

        return [.. components.Select(component => component.Terms)];
    }

    private static (bool Convex, bool Concave, string Because) Judge(List<Term> component, Claim[] claims)
    {
        int[] atoms = [.. component.SelectMany(term => Moving(term, claims)).Distinct()];
        if (component.All(term => Moving(term, claims).Count() == 1) && atoms is [int single])
        {
            bool affine = claims[single].IsAffine;
            bool up = affine || component.All(term => Bends(term, claims[single])), down = affine || component.All(term => Bends(Negative(term), claims[single]));
            return (up, down, affine ? "affine terms" : "terms that bend one way, with factors of known sign");

            bool Bends(Term term, Claim claim) => SignOf(term, claims, except: single, powers: 1) switch { > 0 => claim.IsConvex, < 0 => claim.IsConcave, _ => false };
        }

        return atoms is [int one] ? Univariate(component, one, claims) : SumOfSquares(component, atoms, claims);
    }

    private static (bool Convex, bool Concave, string Because) Univariate(List<Term> component, int atom, Claim[] claims)
    {
        Claim claim = claims[atom];
        Func<int, bool, bool> derivativeIsNonnegative;
        if (component.All(term => term.Atoms.All(each => each == atom)))
        {
            Rational[] coefficients = new Rational[component.Max(term => term.Atoms.Count) + 1];
            foreach (Term term in component)
            {
                coefficients[term.Atoms.Count] += term.Coefficient;
            }

            UnivariatePolynomial polynomial = new(coefficients), first = polynomial.Derivative(), second = first.Derivative();
            derivativeIsNonnegative = (order, negative) =>
            {
                UnivariatePolynomial derivative = order == 1 ? first : second;
                return (negative ? derivative.Negative() : derivative).IsNonnegativeOn(claim.Range);
            };
        }
        else
        {
            derivativeIsNonnegative = (order, negative) => component.All(term =>
                term.Atoms.Count(each => each == atom) < order || SignOf(negative ? Negative(term) : term, claims, atom, order) > 0);
        }

        bool convex = derivativeIsNonnegative(2, false), concave = derivativeIsNonnegative(2, true);
        if (!claim.IsAffine)
        {
            bool rises = derivativeIsNonnegative(1, false), falls = derivativeIsNonnegative(1, true);
            bool up = (rises && claim.IsConvex) || (falls && claim.IsConcave), down = (rises && claim.IsConcave) || (falls && claim.IsConvex);
            (convex, concave) = (convex && up, concave && down);
        }

        return (convex, concave, "the second derivative of a polynomial in one part keeps its sign where that may lie");
    }

    /// <summary>
    /// The Hessian's form hᵀ∇²f(x)h as a form in products of an h with x: if the matrix of that form is semidefinite, ∇²f(x) is for every x (sums of squares: Ahmadi &amp; Parrilo 2013, section 2). Of degree two,
    /// that is the constant Hessian; of higher degrees a product of x may be split in several ways, of which each gets an equal share.
    /// </summary>
    private static (bool Convex, bool Concave, string Because) SumOfSquares(List<Term> component, int[] atoms, Claim[] claims)
    {
        Term[] bent = [.. component.Where(term => Moving(term, claims).Skip(1).Any())];
        int degree = bent.Max(term => Moving(term, claims).Count());
        if (atoms.Any(atom => !claims[atom].IsAffine) || degree > GramMatrix.HighestDegree || (degree == 2 && atoms.Length > Definiteness.Largest))
        {
            return (false, false, "");
        }

        // A common factor that does not move only matters by its sign.
        ValueList<int> factor = Fixed(bent[0], claims);
        int sign = SignOf(new Term(Rational.One, factor), claims, except: -1, powers: 0);
        if (sign == 0 || bent.Any(term => Fixed(term, claims) != factor)
            || GramMatrix.OfHessian([.. bent.Select(term => ((IReadOnlyList<int>)[.. Moving(term, claims)], term.Coefficient))], Definiteness.Largest) is not Rational[,] gram)
        {
            return (false, false, "");
        }

        return (Definiteness.IsSemidefinite(gram, sign), Definiteness.IsSemidefinite(gram, -sign), degree == 2
            ? $"degree two, with a {atoms.Length}×{atoms.Length} Hessian that is constant and semidefinite by exact elimination"
            : $"a Hessian that is a sum of squares: its {gram.GetLength(0)}×{gram.GetLength(0)} Gram matrix is semidefinite by exact elimination");
    }

    private static IEnumerable<int> Moving(Term term, Claim[] claims) => term.Atoms.Where(atom => !claims[atom].IsConstant);

    private static ValueList<int> Fixed(Term term, Claim[] claims) => ValueList.Create<int>([.. term.Atoms.Where(atom => claims[atom].IsConstant)]);

    private static Term Negative(Term term) => term with { Coefficient = -term.Coefficient };

    /// <summary>The sign of a term when one atom has lost some of its powers; 0 where it is not known.</summary>
    private static int SignOf(Term term, Claim[] claims, int except, int powers)
    {
        int sign = term.Coefficient.Sign;
        foreach (IGrouping<int, int> power in term.Atoms.GroupBy(atom => atom))
        {
            int left = power.Count() - (power.Key == except ? powers : 0);
            if (left % 2 == 1)
            {
                sign *= claims[power.Key].Range.IsNonnegative ? 1 : claims[power.Key].Range.IsNonpositive ? -1 : 0;
            }
        }

        return sign;
    }
}
