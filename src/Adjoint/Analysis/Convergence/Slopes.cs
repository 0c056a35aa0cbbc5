using Adjoint.Analysis.Proofs;
using Adjoint.Graph;

namespace Adjoint.Analysis.Convergence;

/// <summary>A convex loss as a form of degree two with exact coefficients and parts of which the slopes are known.</summary>
internal sealed partial class Slopes
{
    /// <summary>Up to here elimination in fractions takes no time that is noticed.</summary>
    private const int MostMoving = 64, MostSets = 256;

    private readonly Dictionary<ValueList<int>, Rational[]> _symbolic = [];
    private readonly List<SlopeSet> _sets = [];
    private readonly Dictionary<(Expr Node, int Row), Rational[]> _rows = [];
    private readonly Question _question;
    private readonly Func<Expr, Claim> _claimOf;
    private readonly Expansion _expansion;
    private readonly Dictionary<(Variable Variable, int Entry), int> _places = [];
    private readonly Dictionary<Atom, int> _fixed = [];
    private readonly int _size;

    // The factor that all of degree two has in common.
    private ValueList<int>? _factor;

    private Slopes(Question question, Func<Expr, Claim> claimOf)
    {
        (_question, _claimOf, _expansion) = (question, claimOf, new Expansion(question, claimOf));
        foreach (Variable variable in question.Moving)
        {
            for (int i = 0; i < variable.Shape.Size; i++)
            {
                _places.Add((variable, i), _size++);
            }
        }

        (Linear, Hessian) = (new Rational[_size], new Rational[_size, _size]);
    }

    /// <summary>The coefficients of the linear part that are numbers.</summary>
    public Rational[] Linear { get; }

    /// <summary>The Hessian of the part of degree two, but for a positive factor that does not move.</summary>
    public Rational[,] Hessian { get; }

    /// <summary>The slopes of the other parts.</summary>
    public IReadOnlyList<SlopeSet> Sets => _sets;

    /// <summary>Whether some part has more slopes than <see cref="Sets"/> says.</summary>
    public bool IsInner { get; private set; }

    /// <summary>Reads them off; nothing where a part is of no known form or its coefficients are not numbers.</summary>
    /// <param name="question">The question.</param>
    /// <param name="terms">The terms of the loss, each with whether it is subtracted.</param>
    /// <param name="claimOf">What is proven of their parts.</param>
    public static Slopes? Of(Question question, IReadOnlyList<(Expr Term, bool IsNegative)> terms, Func<Expr, Claim> claimOf)
    {
        if (question.Moving.Sum(variable => variable.Shape.Size) is 0 or > MostMoving)
        {
            return null;
        }

        Slopes slopes = new(question, claimOf);
        return terms.All(term => slopes._expansion.Of(term.Term) is PolynomialForm { Entries.Count: 1 } form && slopes.Reads(form, term.IsNegative)) && slopes.ClosesRows() ? slopes : null;
    }

    /// <summary>Whether the part of the linear form whose coefficients are not numbers vanishes in a direction, for every value.</summary>
    public bool IsFree(Rational[] direction) =>
        _symbolic.Values.All(row => row.Zip(direction).Aggregate(Rational.Zero, (sum, pair) => sum + (pair.First * pair.Second)).Sign == 0);

    private bool Reads(PolynomialForm form, bool isNegative)
    {
        foreach (Term signed in form.Entries[0])
        {
            Term term = isNegative ? signed with { Coefficient = -signed.Coefficient } : signed;
            int[] moving = [.. term.Atoms.Where(atom => !_claimOf(form.Atoms[atom].Expression).IsConstant)];
            Atom[] factors = [.. term.Atoms.Select(atom => form.Atoms[atom]).Where(atom => _claimOf(atom.Expression).IsConstant)];
            ValueList<int> rest = ValueList.Create<int>([.. factors.Select(NumberOf).Order()]);
            int[] places = [.. moving.Select(atom => PlaceOf(form.Atoms[atom]))];
            if (moving.Length == 0)
            {
                continue;
            }

            if (places.All(place => place >= 0))
            {
                if (places is [int only])
                {
                    AddLinear(only, rest, term.Coefficient);
                }
                else if (places is [int left, int right] && (_factor is null || _factor == rest) && factors.All(IsPositive))
                {
                    _factor = rest;
                    Hessian[left, right] += term.Coefficient;
                    Hessian[right, left] += term.Coefficient;
                }
                else
                {
                    return false;
                }
            }
            else if (rest.Count > 0 || _sets.Count > MostSets || !ReadsPart(form.Atoms[moving[0]], moving.Length > 1 ? form.Atoms[moving[1]] : null, moving.Length, term.Coefficient))
            {
                return false;
            }
        }

        return true;
    }

    private void AddLinear(int place, ValueList<int> rest, Rational coefficient)
    {
        Rational[] row = rest.Count == 0 ? Linear : _symbolic.TryGetValue(rest, out Rational[]? known) ? known : _symbolic[rest] = new Rational[_size];
        row[place] += coefficient;
    }

    /// <summary>Whether a product of what does not move is above 0: as it is a common factor of all of degree two, only its sign matters to the kernel.</summary>
    private bool IsPositive(Atom atom) => _claimOf(atom.Expression).Range.Lower > 0;

    /// <summary>One number for each atom that does not move, the same in all terms.</summary>
    private int NumberOf(Atom atom)
    {
        if (!_fixed.TryGetValue(atom, out int number))
        {
            _fixed.Add(atom, number = _fixed.Count);
        }

        return number;
    }

    private int PlaceOf(Atom atom) => atom.Expression is Variable variable ? _places.GetValueOrDefault((variable, atom.Entry), -1) : -1;
}
