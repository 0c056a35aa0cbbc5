using Adjoint.Analysis.Proofs;
using Adjoint.Analysis.Refutation;
using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// A loss along a ray, <c>t ↦ f(t d)</c> for t ≥ 0, and what is proven of it far out: numbers at some distances prove nothing there.
/// </summary>
internal sealed class RayForm
{
    private readonly Proof _proof;
    private readonly SmoothDecomposition _loss;
    private readonly Question _question;
    private readonly Variable _distance;

    private RayForm(Question question, Variable distance)
    {
        (_question, _distance, _proof) = (question, distance, Prover.Run(question));
        _loss = new SmoothDecomposition(_proof);
    }

    /// <summary>The loss along a ray; nothing where it may leave the loss's domain.</summary>
    /// <param name="question">The question.</param>
    /// <param name="direction">d: a value for all that moves.</param>
    /// <param name="others">A value for all that does not.</param>
    public static RayForm? Of(Question question, IReadOnlyDictionary<Variable, Tensor<double>> direction, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        Variable distance = new("distance", Shape.Scalar);
        Dictionary<Variable, Expr> points = direction.ToDictionary(pair => pair.Key, pair => distance * new Constant(pair.Value));
        Expr along = Substitution.Of(question.Expression, points);
        RayForm form = new(new Question(along, distance) { Values = others, OneHot = question.OneHot, Ranges = new Dictionary<Variable, Interval> { [distance] = Interval.Nonnegative } }, distance);
        return DescentDomain.Restriction(form._proof, form._loss) is null ? form : null;
    }

    /// <summary>
    /// Whether the loss goes to −∞, provided that it is lower somewhere on the ray than at its start: a concave function does, a convex one all of whose slopes are below 0, and one whose polynomial part falls faster than all else rises.
    /// </summary>
    public bool FallsForEver()
    {
        if (_proof.Conclusion.IsConcave || (_proof.Conclusion.IsConvex && Recession.Of(_question, _loss) is { IsUnbounded: true } recession && recession.Falling.Any(direction => direction[0] > 0)))
        {
            return true;
        }

        if (Parts() is not var (leading, degree, others))
        {
            return false;
        }

        return degree >= 2
            ? leading.Sign < 0 && others.All(part => IsBounded(part, below: false) || Bends(part, up: false))
            : others.Aggregate((Rational?)leading, (sum, part) => IsBounded(part, below: false) ? sum : sum + SlopeAbove(part)) is { Sign: < 0 };
    }

    /// <summary>Whether the loss grows faster than any multiple of t², which one with a Lipschitz gradient does not (Nesterov 2018, lemma 1.2.3).</summary>
    public bool OutgrowsSquares() => Parts() is var (leading, degree, others)
        && ((leading.Sign > 0 && degree >= 3) || others.Any(GrowsExponentially)) && others.All(part => GrowsExponentially(part) || IsBounded(part, below: true) || Bends(part, up: true));

    /// <summary>The leading coefficient of the polynomial part, 0 if that does not move, its degree, and all other terms, each a multiple of one part that is no polynomial.</summary>
    private (Rational Leading, int Degree, IReadOnlyList<(Rational Factor, Atom Part)> Others)? Parts()
    {
        if (new Expansion(_question, _loss.ClaimOf).Of(_loss.Root) is not { Entries.Count: 1 } form)
        {
            return null;
        }

        Dictionary<int, Rational> coefficients = [];
        List<(Rational, Atom)> others = [];
        foreach (Term term in form.Entries[0])
        {
            Atom[] atoms = [.. term.Atoms.Select(atom => form.Atoms[atom])];
            if (atoms.All(atom => atom.Expression == _distance))
            {
                coefficients[atoms.Length] = coefficients.GetValueOrDefault(atoms.Length) + term.Coefficient;
            }
            else if (atoms.Length == 1)
            {
                others.Add((term.Coefficient, atoms[0]));
            }
            else
            {
                return null;
            }
        }

        int degree = coefficients.Where(pair => pair.Key > 0 && pair.Value.Sign != 0).Select(pair => pair.Key).DefaultIfEmpty(0).Max();
        return (degree == 0 ? Rational.Zero : coefficients[degree], degree, others);
    }

    /// <summary>The slope of a line above a term that is a positive multiple of a length: ‖a t + b‖ ≤ ‖a‖ t + ‖b‖.</summary>
    private Rational? SlopeAbove((Rational Factor, Atom Part) term)
    {
        if (term.Factor.Sign <= 0 || term.Part.Expression is not Application { Primitive: Norm2 } length || new Expansion(_question, _loss.ClaimOf).Of(length.Arguments[0]) is not PolynomialForm form)
        {
            return null;
        }

        Rational squares = Rational.Zero;
        foreach (Term rise in form.Entries.SelectMany(entry => entry).Where(rise => rise.Atoms.Count > 0))
        {
            if (rise.Atoms.Count > 1 || form.Atoms[rise.Atoms[0]].Expression != _distance)
            {
                return null;
            }

            squares += rise.Coefficient * rise.Coefficient;
        }

        // A root that is rounded up.
        Rational root = Rational.Of(Math.Sqrt(squares.ToDouble()) * (1 + 1e-12));
        return ((root * root) - squares).Sign >= 0 ? term.Factor * root : null;
    }

    /// <summary>Whether a term keeps to one side of a number; ends that are where float64 ends are none.</summary>
    private bool IsBounded((Rational Factor, Atom Part) term, bool below)
    {
        Interval range = _loss.ClaimOf(term.Part.Expression).Range;
        double end = below == term.Factor.Sign > 0 ? range.Lower : range.Upper;
        return end == 0 || (double.IsFinite(end) && !LowerBounds.HasDeepLogarithm(term.Part.Expression, _loss.ClaimOf));
    }

    /// <summary>Whether a term is convex (or concave), and so above (below) a line.</summary>
    private bool Bends((Rational Factor, Atom Part) term, bool up)
    {
        Claim claim = _loss.ClaimOf(term.Part.Expression);
        return up == term.Factor.Sign > 0 ? claim.IsConvex : claim.IsConcave;
    }

    /// <summary>Whether a term is a positive multiple of exp(p(t)), p a polynomial that goes to ∞.</summary>
    private bool GrowsExponentially((Rational Factor, Atom Part) term)
    {
        if (term.Factor.Sign <= 0 || term.Part.Expression is not Application { Primitive: Exp } exponential || new Expansion(_question, _loss.ClaimOf).Of(exponential.Arguments[0]) is not PolynomialForm form)
        {
            return false;
        }

        IReadOnlyList<Term> exponent = form.Entries[term.Part.Entry];
        int degree = exponent.Select(each => each.Atoms.Count).DefaultIfEmpty(0).Max();
        return degree > 0 && exponent.All(each => each.Atoms.All(atom => form.Atoms[atom].Expression == _distance)) && exponent.First(each => each.Atoms.Count == degree).Coefficient.Sign > 0;
    }
}
