using Adjoint.Tensors;
using static Adjoint.Operators.TensorAlgebra;

namespace Adjoint.Operators.Spectra;

/// <summary>
/// Golub–Kahan–Lanczos bidiagonalisation (Golub and Kahan 1965; Björck 1996, section 7.6): <c>A V = U B</c>, <c>Aᵀ U = V Bᵀ + β v eᵀ</c> with an upper bidiagonal B, whose
/// singular values approach those of A, the extreme ones first.
/// </summary>
/// <remarks>
/// <para>The vectors are kept and each new one is orthogonalised against all of them, as long as memory allows. Where it does not, only the last two are kept: by Paige 1980 the extreme
/// values are still right up to rounding, and only copies of those that were found already come up again.</para>
/// <para>Where a space is exhausted, as after one step of an isometry, the next vector is a new random one, so that what is orthogonal to the first space is seen too.</para>
/// </remarks>
internal sealed class Bidiagonalization
{
    private const double RandomPart = 0.1;
    private static readonly double Rounding = Math.ScaleB(1, -52);

    private readonly LinearOperator _map;
    private readonly SpectrumOptions _options;
    private readonly List<Tensor<double>> _right = [], _left = [];
    private readonly List<double> _diagonal = [], _beside = [];
    private readonly bool _keepsAll;
    private Tensor<double> _next;
    private double _scale;
    private int _starts;

    /// <summary>Prepares the first step.</summary>
    /// <param name="map">The map; its domain is not larger than its range.</param>
    /// <param name="options">Memory, seed and threads.</param>
    public Bidiagonalization(LinearOperator map, SpectrumOptions options)
    {
        (_map, _options) = (map, options);
        long pairs = options.BasisBytes(0) / (sizeof(double) * Math.Max(1, (long)map.Domain.Size + map.Range.Size));
        _keepsAll = pairs >= Math.Min(map.Domain.Size, options.Limit(keepsVectors: true));
        MostSteps = options.Limit(_keepsAll);

        // Mostly a constant, which is near the first singular vector of a blur; with a random part, which has some of every direction.
        _next = RandomDirection(map.Domain, options.Seed, _starts++);
        Scale(RandomPart, _next);
        Tensor<double> constant = new(map.Domain);
        constant.Span.Fill(1 / Math.Sqrt(Math.Max(1, map.Domain.Size)));
        Add(1, constant, _next);
        Normalize(_next, Norm(_next));
    }

    /// <summary>Steps made.</summary>
    public int Steps => _diagonal.Count;

    /// <summary>Whether every direction of the domain was seen, or none more can be.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>The most steps.</summary>
    public int MostSteps { get; }

    /// <summary>Makes one step: an application of the map and one of its adjoint.</summary>
    public void Step()
    {
        Tensor<double> v = _next, u = _map.Apply(v, _options.Workers);
        if (Steps > 0)
        {
            Add(-_beside[^1], _left[^1], u);
        }

        double alpha = Orthonormalize(ref u, _left, _map.Range);
        Tensor<double> w = _map.Adjoint.Apply(u, _options.Workers);
        Add(-alpha, v, w);
        Keep(_right, v);
        Keep(_left, u);
        double beta = Orthonormalize(ref w, _right, _map.Domain);
        _diagonal.Add(alpha);
        _beside.Add(beta);
        _next = w;
        IsExhausted = Steps == _map.Domain.Size || (!_keepsAll && (alpha == 0 || beta == 0));
        if (IsExhausted)
        {
            _beside[^1] = 0;
        }
    }

    /// <summary>The largest and the smallest singular value of B, each with a bound of its distance to some singular value of A.</summary>
    /// <remarks>
    /// The eigenvector (v, u) of [0 Aᵀ; A 0] that a singular triplet of B stands for leaves the residual β times its last component, so an eigenvalue is as near (Parlett 1998, theorem 4.5.1);
    /// to that, what rounding may add.
    /// </remarks>
    public ((double Value, double Error) Largest, (double Value, double Error) Smallest) Extremes()
    {
        // v₁, u₁, v₂, u₂, … make the augmented matrix tridiagonal, with a diagonal of zeros.
        int k = Steps, n = 2 * k;
        double[] diagonal = new double[n], beside = new double[n];
        double[][] last = new double[n][];
        for (int i = 0; i < n; i++)
        {
            beside[i] = i % 2 == 0 ? _diagonal[i / 2] : _beside[i / 2];
            last[i] = [i == n - 1 ? 1 : 0];
        }

        TridiagonalEigenproblem.Solve(diagonal, beside, last);
        double rounding = (k + 10) * Rounding * diagonal[^1];
        (double, double) Of(int place) => (Math.Max(0, diagonal[place]), (_beside[^1] * Math.Abs(last[place][0])) + rounding);
        return (Of(n - 1), Of(k));
    }

    /// <summary>
    /// Makes a vector orthogonal to those before it and of norm 1, and returns the norm that it had; where nothing is left of it, a new random direction takes its place and the norm is 0.
    /// </summary>
    private double Orthonormalize(ref Tensor<double> vector, List<Tensor<double>> basis, Shape shape)
    {
        double norm = Norm(vector);
        if (!double.IsFinite(norm))
        {
            throw new ArithmeticException($"The map from {_map.Domain} to {_map.Range} or its adjoint gives numbers that are not finite; it has no norm.");
        }

        if (_keepsAll)
        {
            Orthogonalization.Remove(vector, basis);
            Orthogonalization.Remove(vector, basis);
            norm = Norm(vector);
        }

        _scale = Math.Max(_scale, norm);
        if (norm > 16 * Rounding * _scale)
        {
            Normalize(vector, norm);
            if (_keepsAll && norm < 1e-3 * _scale)
            {
                Orthogonalization.Remove(vector, basis);
                Normalize(vector, Norm(vector));
            }

            return norm;
        }

        vector = _keepsAll && basis.Count < shape.Size ? Orthogonalization.NewDirection(shape, basis, _options.Seed, ref _starts) : RandomDirection(shape, _options.Seed, _starts++);
        return 0;
    }

    private void Keep(List<Tensor<double>> basis, Tensor<double> vector)
    {
        if (!_keepsAll)
        {
            basis.Clear();
        }

        basis.Add(vector);
    }
}
