using Adjoint.Analysis.Proofs;
using Adjoint.Graph;
using Adjoint.Primitives.Elementwise;
using Adjoint.Primitives.Reductions;

namespace Adjoint.Analysis.Convergence;

/// <content>The slopes of parts of each known form.</content>
internal sealed partial class Slopes
{
    private bool ReadsPart(Atom atom, Atom? second, int power, Rational factor)
    {
        if (atom.Expression is not Application node || (power > 1 && (power > 2 || second != atom || node.Primitive is not Relu)))
        {
            return false;
        }

        if (node.Primitive is LogSoftmax or CrossEntropyOfRows or LogSumExp or Max)
        {
            return ReadsRow(node, atom.Entry, factor);
        }

        if (factor.Sign <= 0 || node.Arguments.Count != 1)
        {
            return false;
        }

        if (node.Primitive is Log)
        {
            return ReadsLogOfExponentials(node, atom.Entry, factor);
        }

        if (node.Primitive is Sqrt && RootOf(node.Arguments[0], atom.Entry) is Rational[] root)
        {
            // √(m + e²) grows like |e|, and bends everywhere.
            _sets.Add(new SlopeSet([root, Negative(root)], factor, IsOpen: true));
            return true;
        }

        if (node.Primitive is Sqrt or Norm2)
        {
            // Their slopes fill a ball around 0, of which 0 alone is taken.
            IsInner = true;
            return _claimOf(node).IsConvex && (node.Primitive is Norm2 || _claimOf(node.Arguments[0]) is { Degree: <= 2, IsConvex: true });
        }

        if (SlopeOf(node.Arguments[0], atom.Entry) is not Rational[] slope)
        {
            return false;
        }

        switch (node.Primitive)
        {
            case Softplus:
                _sets.Add(new SlopeSet([new Rational[_size], slope], factor, IsOpen: true));
                return true;
            case Relu when power == 2:
                _sets.Add(new SlopeSet([slope], null, IsOpen: false));
                return true;
            case Exp:
                _sets.Add(new SlopeSet([slope], null, IsOpen: true));
                return true;
            case Relu:
                _sets.Add(new SlopeSet([new Rational[_size], slope], factor, IsOpen: false));
                return true;
            case Abs:
                _sets.Add(new SlopeSet([slope, Negative(slope)], factor, IsOpen: false));
                return true;
            case Huber huber:
                _sets.Add(new SlopeSet([slope, Negative(slope)], factor * Rational.Of(huber.Delta), IsOpen: false));
                return true;
            default:
                return false;
        }
    }

    /// <summary>Parts that take a row each: the factors of one row are gathered, and its slopes follow when all terms are read.</summary>
    private bool ReadsRow(Application node, int entry, Rational factor)
    {
        Expr scores = node.Arguments[0];
        int axis = node.Primitive switch { LogSoftmax own => own.Axis, LogSumExp own => own.Axis, CrossEntropyOfRows => scores.Shape.Rank - 1, _ => -1 };
        int classes = axis < 0 ? scores.Shape.Size : scores.Shape[axis];
        if (axis >= 0 && axis != scores.Shape.Rank - 1)
        {
            return false;
        }

        int row = node.Primitive is LogSoftmax ? entry / classes : axis < 0 ? 0 : entry;
        (Expr, int) key = (node, row);
        Rational[] factors = _rows.TryGetValue(key, out Rational[]? known) ? known : _rows[key] = new Rational[classes + 1];
        if (node.Primitive is LogSoftmax)
        {
            factors[entry % classes] += factor;
            factors[classes] -= factor;
            return true;
        }

        if (node.Primitive is not CrossEntropyOfRows)
        {
            factors[classes] += factor;
            return true;
        }

        for (int i = 0; i < classes; i++)
        {
            if (NumberOf(node.Arguments[1], (row * classes) + i) is not Rational target)
            {
                return false;
            }

            factors[i] -= factor * target;
            factors[classes] += factor * target;
        }

        return true;
    }

    private bool ClosesRows()
    {
        foreach (((Expr node, int row), Rational[] factors) in _rows)
        {
            int classes = factors.Length - 1;
            Rational[]?[] slopes = [.. Enumerable.Range(row * classes, classes).Select(entry => SlopeOf(((Application)node).Arguments[0], entry))];
            if (factors[classes].Sign < 0 || slopes.Any(slope => slope is null))
            {
                return false;
            }

            for (int i = 0; i < classes; i++)
            {
                for (int j = 0; j < _size; j++)
                {
                    Linear[j] += factors[i] * slopes[i]![j];
                }
            }

            if (factors[classes].Sign > 0)
            {
                _sets.Add(new SlopeSet(slopes!, factors[classes], ((Application)node).Primitive is not Max));
            }
        }

        return _sets.Count <= MostSets;
    }

    /// <summary>The gradient of an entry of an affine expression; nothing where it is not one of numbers.</summary>
    private Rational[]? SlopeOf(Expr affine, int entry)
    {
        if (_expansion.Of(affine) is not PolynomialForm form)
        {
            return null;
        }

        Rational[] slope = new Rational[_size];
        foreach (Term term in form.Entries[entry])
        {
            int[] moving = [.. term.Atoms.Where(atom => !_claimOf(form.Atoms[atom].Expression).IsConstant)];
            if (moving.Length == 0)
            {
                continue;
            }

            if (term.Atoms.Count > 1 || PlaceOf(form.Atoms[moving[0]]) is not (>= 0 and int place))
            {
                return null;
            }

            slope[place] += term.Coefficient;
        }

        return slope;
    }

    private bool ReadsLogOfExponentials(Application node, int entry, Rational factor)
    {
        if (_expansion.Of(node.Arguments[0]) is not PolynomialForm form)
        {
            return false;
        }

        List<Rational[]> slopes = [];
        foreach (Term term in form.Entries[entry])
        {
            if (term.Coefficient.Sign <= 0 || term.Atoms.Count > 1)
            {
                return false;
            }

            if (term.Atoms.Count == 0)
            {
                slopes.Add(new Rational[_size]);
            }
            else if (form.Atoms[term.Atoms[0]] is { Expression: Application { Primitive: Exp } exponential } atom
                // One that does not move may be so small that float64 has 0 for it.
                && (!_claimOf(exponential).IsConstant || _claimOf(exponential).Range.Lower >= LowerBounds.Smallest) && SlopeOf(exponential.Arguments[0], atom.Entry) is Rational[] slope)
            {
                slopes.Add(slope);
            }
            else
            {
                return false;
            }
        }

        _sets.Add(new SlopeSet(slopes, factor, IsOpen: true));
        return slopes.Count > 0;
    }

    /// <summary>The slope of e where an expression is m + e², m > 0 and e affine with fractions as coefficients.</summary>
    private Rational[]? RootOf(Expr square, int entry)
    {
        if (_claimOf(square) is not { Degree: <= 2, IsConvex: true, Range.Lower: > 0 } || _expansion.Of(square) is not PolynomialForm form)
        {
            return null;
        }

        Rational[,] products = new Rational[_size, _size];
        foreach (Term term in form.Entries[entry].Where(term => term.Atoms.Count == 2))
        {
            int left = PlaceOf(form.Atoms[term.Atoms[0]]), right = PlaceOf(form.Atoms[term.Atoms[1]]);
            if (left < 0 || right < 0)
            {
                return null;
            }

            products[left, right] += term.Coefficient;
            products[right, left] += term.Coefficient;
        }

        int first = Enumerable.Range(0, _size).FirstOrDefault(i => products[i, i].Sign > 0, -1);
        if (first < 0 || form.Entries[entry].Any(term => term.Atoms.Count > 2 || term.Atoms.Any(atom => _claimOf(form.Atoms[atom].Expression).IsConstant)))
        {
            return null;
        }

        Rational own = products[first, first] / Rational.Of(2), root = Rational.Of(Math.Sqrt(own.ToDouble()));
        Rational[] slope = [.. Enumerable.Range(0, _size).Select(i => products[first, i] / (Rational.Of(2) * root))];
        return root * root == own && Enumerable.Range(0, _size).All(i => Enumerable.Range(0, _size).All(j => products[i, j] == Rational.Of(2) * slope[i] * slope[j])) ? slope : null;
    }

    private Rational? NumberOf(Expr expression, int entry)
    {
        Term[]? terms = _expansion.Of(expression)?.Entries[entry].ToArray();
        return terms is null || terms.Any(term => term.Atoms.Count > 0) ? null : terms.Aggregate(Rational.Zero, (sum, term) => sum + term.Coefficient);
    }

    private static Rational[] Negative(Rational[] slope) => [.. slope.Select(entry => -entry)];
}
