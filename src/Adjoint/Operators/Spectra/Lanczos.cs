using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;
using static Adjoint.Operators.TensorAlgebra;

namespace Adjoint.Operators.Spectra;

/// <summary>
/// Lanczos' method for self-adjoint maps (Lanczos 1950), with full reorthogonalisation and thick restarts (Wu and Simon 2000): <c>A V = V H + β v eᵀ</c>. Where as many vectors are kept as memory
/// allows, the Ritz vectors of both ends take the place of all of them. Without restarts H is tridiagonal.
/// </summary>
/// <remarks>
/// One start vector sees one direction of each eigenspace. A space that is exhausted is continued by a random direction orthogonal to it, and <see cref="Lock"/> does so with one whose ends have converged:
/// an eigenvalue then comes up again if it is multiple.
/// </remarks>
internal sealed class Lanczos
{
    private static readonly double Rounding = Math.ScaleB(1, -52);

    private readonly Func<Tensor<double>, Tensor<double>> _map;
    private readonly Shape _shape;
    private readonly long _seed;
    private readonly int _most, _count;
    private readonly List<Tensor<double>> _basis = [];
    private readonly double[,] _projected;

    /// <summary>For each vector of the basis, the parts of its residual along the directions that were the next ones when vectors were locked: they are left behind, in no direction of the basis.</summary>
    private readonly List<double[]> _left = [];
    private Tensor<double> _next;
    private double _coupling, _scale;
    private int _starts, _locks, _restarts;

    /// <summary>Prepares the first step.</summary>
    /// <param name="map">A, self-adjoint.</param>
    /// <param name="shape">Its domain.</param>
    /// <param name="most">The most vectors that are kept: at least 2·count + 4, or as many as the domain has entries.</param>
    /// <param name="count">How many eigenvalues are sought at each end.</param>
    /// <param name="seed">The seed of the start vector.</param>
    public Lanczos(Func<Tensor<double>, Tensor<double>> map, Shape shape, int most, int count, long seed)
    {
        (_map, _shape, _seed, _count) = (map, shape, seed, count);
        _most = Math.Min(most, shape.Size);
        _projected = new double[_most, _most];
        _next = RandomDirection(shape, seed, _starts++);
    }

    /// <summary>Applications of the map.</summary>
    public int Steps { get; private set; }

    /// <summary>Vectors in the basis.</summary>
    public int Dimension => _basis.Count;

    /// <summary>Whether the basis spans the whole space.</summary>
    public bool IsComplete => Dimension == _shape.Size;

    /// <summary>Eigenvalues of H in ascending order.</summary>
    public double[] Values { get; private set; } = [];

    /// <summary>For each, how near an eigenvalue of A is: the residual (Parlett 1998, theorem 4.5.1) and what rounding may add.</summary>
    public double[] Errors { get; private set; } = [];

    /// <summary>For each, the residual alone.</summary>
    public double[] Residuals { get; private set; } = [];

    private double[][] Coordinates { get; set; } = [];

    /// <summary>Makes one step; restarts before it if the basis is full.</summary>
    public void Step()
    {
        if (Dimension == _most)
        {
            Project();
            int each = Math.Max(_count + 1, _most / 4);
            Keep([.. Enumerable.Range(0, Dimension).Where(i => i < each || i >= Dimension - each)], [.. Enumerable.Range(0, Dimension).Select(Left)]);
            _restarts++;
        }

        Tensor<double> v = _next, w = _map(v);
        double before = Norm(w);
        if (!double.IsFinite(before))
        {
            throw new ArithmeticException($"The map on {_shape} gives numbers that are not finite; it has no spectrum.");
        }

        _scale = Math.Max(_scale, before);
        _basis.Add(v);
        _left.Add(new double[_locks]);
        double[] first = Orthogonalization.Remove(w, _basis), second = Orthogonalization.Remove(w, _basis);
        int last = Dimension - 1;
        for (int i = 0; i <= last; i++)
        {
            _projected[i, last] = _projected[last, i] = first[i] + second[i];
        }

        Steps++;
        _coupling = Norm(w);
        if (IsComplete)
        {
            _coupling = 0;
        }
        else if (_coupling <= 16 * Rounding * _scale)
        {
            _coupling = 0;
            w = Orthogonalization.NewDirection(_shape, _basis, _seed, ref _starts);
        }
        else
        {
            Normalize(w, _coupling);
            Orthogonalization.Remove(w, _basis);
            Normalize(w, Norm(w));
        }

        _next = w;
    }

    /// <summary>Computes <see cref="Values"/> and <see cref="Errors"/> anew.</summary>
    public void Project()
    {
        int k = Dimension;
        double[][] rows = new double[k][];
        for (int i = 0; i < k; i++)
        {
            rows[i] = new double[k];
            for (int j = 0; j < k; j++)
            {
                rows[i][j] = _projected[i, j];
            }
        }

        (Values, Coordinates) = SymmetricEigenproblem.Solve(rows);
        double rounding = (k + 10 + _restarts + _locks) * Rounding * Math.Max(Math.Abs(Values[0]), Math.Abs(Values[^1]));
        Residuals = [.. Coordinates.Select((vector, i) => (_coupling * Math.Abs(vector[^1])) + Left(i).Sum(Math.Abs))];
        Errors = [.. Residuals.Select(residual => residual + rounding)];
    }

    /// <summary>
    /// Keeps the Ritz vectors of both ends alone and goes on with a random direction orthogonal to them, where the next one would have brought nothing but more digits: what is orthogonal to the whole space so
    /// far, as further vectors of a multiple eigenvalue are, is seen from now on. <see cref="Project"/> was called last; residuals that are left behind stay in <see cref="Errors"/>.
    /// </summary>
    public void Lock()
    {
        Keep([.. Enumerable.Range(0, Dimension).Where(i => i < _count || i >= Dimension - _count)], [.. Enumerable.Range(0, Dimension).Select(i => Left(i).Append(_coupling * Coordinates[i][^1]).ToArray())]);
        _locks++;
        _coupling = 0;
        _next = Orthogonalization.NewDirection(_shape, _basis, _seed, ref _starts);
    }

    /// <summary>The Ritz vectors of some of <see cref="Values"/>, each of norm 1, in the memory of the basis, which ends the search.</summary>
    public Tensor<double>[] TakeVectors(int[] places)
    {
        Keep(places, [.. Enumerable.Range(0, Dimension).Select(Left)]);
        foreach (Tensor<double> vector in _basis)
        {
            Normalize(vector, Norm(vector));
        }

        return [.. _basis];
    }

    /// <summary>What locking left behind of a Ritz vector's residual: the same combination as the vector is. Signs matter: where values are equal, vectors turn among each other at every restart.</summary>
    private double[] Left(int place)
    {
        double[] sums = new double[_locks];
        for (int i = 0; i < _left.Count; i++)
        {
            for (int along = 0; along < sums.Length; along++)
            {
                sums[along] += Coordinates[place][i] * _left[i][along];
            }
        }

        return sums;
    }

    /// <summary>Makes Ritz vectors the basis.</summary>
    /// <param name="kept">Which, of <see cref="Values"/>.</param>
    /// <param name="left">For each of <see cref="Values"/>, what of its residual is left behind.</param>
    private void Keep(int[] kept, double[][] left)
    {
        int k = Dimension;

        // Entry by entry, in the memory that the basis has.
        double[] entries = new double[k], combined = new double[kept.Length];
        for (int place = 0; place < _shape.Size; place++)
        {
            for (int i = 0; i < k; i++)
            {
                entries[i] = _basis[i].Span[place];
            }

            for (int target = 0; target < kept.Length; target++)
            {
                combined[target] = Reduction.Dot<double>(Coordinates[kept[target]], entries);
            }

            for (int target = 0; target < kept.Length; target++)
            {
                _basis[target].Span[place] = combined[target];
            }
        }

        _basis.RemoveRange(kept.Length, k - kept.Length);
        _left.Clear();
        _left.AddRange(kept.Select(place => left[place]));
        Array.Clear(_projected);
        for (int target = 0; target < kept.Length; target++)
        {
            _projected[target, target] = Values[kept[target]];
        }
    }
}
