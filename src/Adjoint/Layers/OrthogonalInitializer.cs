using Adjoint.Tensors;

namespace Adjoint.Layers;

/// <summary>A random orthogonal matrix; see <see cref="Initializer.Orthogonal"/>.</summary>
/// <remarks>
/// The orthogonal factor of a matrix of normal numbers whose triangular factor has a positive diagonal, which is what makes every orthogonal
/// matrix as likely. Gram–Schmidt in double precision, each vector reduced twice: "twice is enough" (Parlett 1980, section 6.9).
/// </remarks>
internal sealed record OrthogonalInitializer : Initializer
{
    // Of a vector that is this much shorter after it was reduced, hardly more than rounding is left.
    private const double Lost = 1e-8;

    private readonly int _rows, _columns;
    private readonly double _gain;

    public OrthogonalInitializer(int rows, int columns, double gain)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        if (!double.IsFinite(gain))
        {
            throw new ArgumentOutOfRangeException(nameof(gain), gain, "The gain of an orthogonal matrix is finite.");
        }

        (_rows, _columns, _gain) = (rows, columns, gain);
    }

    /// <inheritdoc/>
    public override void Fill(Span<float> values, KeyedRandom random)
    {
        if (values.Length != (long)_rows * _columns)
        {
            throw new ArgumentException($"An orthogonal matrix of {_rows}×{_columns} does not fill {values.Length} entries.", nameof(values));
        }

        int count = Math.Min(_rows, _columns), length = Math.Max(_rows, _columns);
        bool transposed = _rows < _columns;
        double[][] basis = new double[count][];
        float[] normal = new float[length];
        for (int k = 0; k < count; k++)
        {
            basis[k] = new double[length];
            do
            {
                random.FillNormal(normal);
            }
            while (!Reduce(normal, basis[k], basis.AsSpan(0, k)));

            for (int i = 0; i < length; i++)
            {
                values[transposed ? (k * length) + i : (i * count) + k] = (float)(_gain * basis[k][i]);
            }
        }
    }

    // Takes from a vector its parts along those before it and gives it length 1; false if nothing is left.
    private static bool Reduce(ReadOnlySpan<float> normal, double[] vector, ReadOnlySpan<double[]> before)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] = normal[i];
        }

        double whole = Math.Sqrt(Dot(vector, vector));
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (double[] other in before)
            {
                double along = Dot(vector, other);
                for (int i = 0; i < vector.Length; i++)
                {
                    vector[i] -= along * other[i];
                }
            }
        }

        double left = Math.Sqrt(Dot(vector, vector));
        for (int i = 0; i < vector.Length; i++)
        {
            vector[i] /= left;
        }

        return left > Lost * whole;
    }

    private static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int i = 0; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
