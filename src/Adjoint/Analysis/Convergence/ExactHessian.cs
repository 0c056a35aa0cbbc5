using System.Numerics;
using Adjoint.Analysis.Proofs;
using Adjoint.Graph;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// The constant Hessian of a loss of degree two in fractions, read off the loss as it is written out. How many of its eigenvalues lie below a number is counted by elimination (Sylvester's law of inertia), so that no rounding
/// decides on a rank or on a bound.
/// </summary>
internal sealed class ExactHessian
{
    /// <summary>Elimination in whole numbers is of third order, and the numbers grow.</summary>
    private const int Largest = 32;

    /// <summary>Up to here eigenvalues that rounding hides are found by halving intervals.</summary>
    private const int LargestHalved = 8;

    // H = Numerators / Denominator.
    private readonly BigInteger[,] _numerators;
    private readonly BigInteger _denominator;
    private readonly Rational[,] _entries;
    private readonly int _size;

    private ExactHessian(Rational[,] entries)
    {
        (_entries, _size, _denominator) = (entries, entries.GetLength(0), BigInteger.One);
        foreach (Rational entry in entries)
        {
            _denominator *= entry.Below / BigInteger.GreatestCommonDivisor(_denominator, entry.Below);
        }

        _numerators = new BigInteger[_size, _size];
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                _numerators[i, j] = entries[i, j].Above * (_denominator / entries[i, j].Below);
            }
        }
    }

    /// <summary>The Hessian; nothing where the loss is too long to be written out, has parts that are no numbers, or moves too many of them.</summary>
    /// <param name="question">What moves, and the values of the rest.</param>
    /// <param name="loss">The loss taken apart.</param>
    public static ExactHessian? Of(Question question, SmoothDecomposition loss)
    {
        Dictionary<(Expr, int), int> places = [];
        foreach (Variable variable in question.Moving)
        {
            for (int i = 0; i < variable.Shape.Size; i++)
            {
                places.Add((variable, i), places.Count);
            }
        }

        if (places.Count is 0 or > Largest || new Expansion(question, loss.ClaimOf).Of(loss.Root) is not { Entries.Count: 1 } form)
        {
            return null;
        }

        Rational[,] entries = new Rational[places.Count, places.Count];
        foreach (Term term in form.Entries[0])
        {
            Atom[] atoms = [.. term.Atoms.Select(atom => form.Atoms[atom])];
            int[] moving = [.. atoms.Select(atom => places.GetValueOrDefault((atom.Expression, atom.Entry), -1)).Where(place => place >= 0)];
            bool isNumber = moving.Length == atoms.Length;
            if (moving.Length > 2 || (moving.Length == 2 && !isNumber) || (!isNumber && atoms.Any(atom => !question.Moving.Contains(atom.Expression) && GraphTraversal.Variables(atom.Expression).Any(question.Moving.Contains))))
            {
                return null;
            }

            if (moving is [int left, int right])
            {
                entries[left, right] += term.Coefficient;
                entries[right, left] += term.Coefficient;
            }
        }

        return new ExactHessian(entries);
    }

    /// <summary>The entries, each rounded once.</summary>
    public double[][] Rounded() => [.. Enumerable.Range(0, _size).Select(i => Enumerable.Range(0, _size).Select(j => _entries[i, j].ToDouble()).ToArray())];

    /// <summary>The rank.</summary>
    public int Rank()
    {
        BigInteger[,] rest = (BigInteger[,])_numerators.Clone();
        BigInteger before = BigInteger.One;
        int rank = 0;
        for (int column = 0; column < _size && rank < _size; column++)
        {
            int pivot = Enumerable.Range(rank, _size - rank).FirstOrDefault(row => !rest[row, column].IsZero, -1);
            if (pivot < 0)
            {
                continue;
            }

            for (int j = 0; j < _size; j++)
            {
                (rest[rank, j], rest[pivot, j]) = (rest[pivot, j], rest[rank, j]);
            }

            Eliminate(rest, rank, column, before);
            before = rest[rank, column];
            rank++;
        }

        return rank;
    }

    /// <summary>How many eigenvalues lie below a number; nothing where elimination meets a zero.</summary>
    /// <param name="number">The number, finite.</param>
    public int? Below(double number)
    {
        Rational shift = Rational.Of(number);
        BigInteger[,] rest = new BigInteger[_size, _size];
        for (int i = 0; i < _size; i++)
        {
            for (int j = 0; j < _size; j++)
            {
                rest[i, j] = (_numerators[i, j] * shift.Below) - (i == j ? shift.Above * _denominator : BigInteger.Zero);
            }
        }

        // The pivots are the leading minors, and each quotient of two neighbours has the sign of an eigenvalue.
        BigInteger before = BigInteger.One;
        int below = 0;
        for (int pivot = 0; pivot < _size; pivot++)
        {
            if (rest[pivot, pivot].IsZero)
            {
                return null;
            }

            below += rest[pivot, pivot].Sign == before.Sign ? 0 : 1;
            Eliminate(rest, pivot, pivot, before);
            before = rest[pivot, pivot];
        }

        return below;
    }

    /// <summary>The smallest eigenvalue that is not zero, from below, to twelve digits; nothing where rounding hides it and the matrix is large.</summary>
    /// <param name="zeros">How many are zero; the others are above.</param>
    /// <param name="near">What rounded arithmetic gives.</param>
    /// <param name="largest">A number above all eigenvalues.</param>
    public double? SmallestAboveZero(int zeros, double near, double largest)
    {
        if (near > 0 && Below(near * (1 - 1e-12)) == zeros)
        {
            return near;
        }

        if (_size > LargestHalved)
        {
            return null;
        }

        double low = largest, high = largest;
        while (Below(low) is not int below || below > zeros)
        {
            (low, high) = (low / 255, low);
            if (low < 1e-290)
            {
                return null;
            }
        }

        for (int halving = 0; halving < 45; halving++)
        {
            double middle = Math.Sqrt(low) * Math.Sqrt(high);
            (low, high) = Below(middle) == zeros ? (middle, high) : (low, middle);
        }

        return low;
    }

    /// <summary>One step without fractions (Bareiss 1968): every entry stays a minor of the matrix.</summary>
    private void Eliminate(BigInteger[,] rest, int pivot, int column, BigInteger before)
    {
        for (int row = pivot + 1; row < _size; row++)
        {
            BigInteger factor = rest[row, column];
            for (int j = column + 1; j < _size; j++)
            {
                rest[row, j] = ((rest[pivot, column] * rest[row, j]) - (factor * rest[pivot, j])) / before;
            }

            rest[row, column] = BigInteger.Zero;
        }
    }
}
