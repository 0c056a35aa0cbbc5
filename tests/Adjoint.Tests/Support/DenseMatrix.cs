using Adjoint.Tensors;

namespace Adjoint.Tests.Support;

/// <summary>A matrix written out, row by row: what a linear map of a few entries is compared with.</summary>
public sealed class DenseMatrix(int rows, int columns)
{
    private readonly double[] _entries = new double[rows * columns];

    public int Rows { get; } = rows;

    public int Columns { get; } = columns;

    public double this[int row, int column]
    {
        get => _entries[(row * Columns) + column];
        set => _entries[(row * Columns) + column] = value;
    }

    /// <summary>The matrix of a linear map, a column for each basis vector. Rows and columns follow C order.</summary>
    public static DenseMatrix Of(Func<Tensor<double>, Tensor<double>> map, Shape argument, Shape result)
    {
        DenseMatrix matrix = new(result.Size, argument.Size);
        for (int column = 0; column < matrix.Columns; column++)
        {
            Tensor<double> image = map(Vectors.Basis(argument, column));
            for (int row = 0; row < matrix.Rows; row++)
            {
                matrix[row, column] = image.Span[row];
            }
        }

        return matrix;
    }

    /// <summary>A matrix from its rows.</summary>
    public static DenseMatrix FromRows(params double[][] rows)
    {
        DenseMatrix matrix = new(rows.Length, rows.Length == 0 ? 0 : rows[0].Length);
        for (int row = 0; row < matrix.Rows; row++)
        {
            for (int column = 0; column < matrix.Columns; column++)
            {
                matrix[row, column] = rows[row][column];
            }
        }

        return matrix;
    }

    public DenseMatrix Transpose()
    {
        DenseMatrix result = new(Columns, Rows);
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                result[column, row] = this[row, column];
            }
        }

        return result;
    }

    public double Largest => _entries.Length == 0 ? 0 : _entries.Max(Math.Abs);

    public bool IsZero => Largest == 0;

    /// <summary>The largest difference between entries; infinite where the sizes differ.</summary>
    public double Distance(DenseMatrix other)
    {
        if (Rows != other.Rows || Columns != other.Columns)
        {
            return double.PositiveInfinity;
        }

        double largest = 0;
        for (int i = 0; i < _entries.Length; i++)
        {
            double difference = Math.Abs(_entries[i] - other._entries[i]);
            largest = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(largest, difference);
        }

        return largest;
    }

    /// <summary>The matrix times a vector.</summary>
    public double[] Times(ReadOnlySpan<double> vector)
    {
        double[] result = new double[Rows];
        for (int row = 0; row < Rows; row++)
        {
            for (int column = 0; column < Columns; column++)
            {
                result[row] += this[row, column] * vector[column];
            }
        }

        return result;
    }

    /// <summary>The largest singular value from below, by power iteration; close after thirty rounds.</summary>
    public double Norm(Random random)
    {
        double[] vector = [.. Enumerable.Range(0, Columns).Select(_ => random.NextDouble() - 0.5)];
        DenseMatrix transpose = Transpose();
        double norm = 0;
        for (int round = 0; round < 30; round++)
        {
            double length = Math.Sqrt(vector.Sum(entry => entry * entry));
            if (length == 0)
            {
                return norm;
            }

            vector = [.. vector.Select(entry => entry / length)];
            double[] image = Times(vector);
            norm = Math.Sqrt(image.Sum(entry => entry * entry));
            vector = transpose.Times(image);
        }

        return norm;
    }

    public override string ToString() => string.Join('\n', Enumerable.Range(0, Rows).Select(row =>
        string.Join(' ', Enumerable.Range(0, Columns).Select(column => this[row, column].ToString("G6", System.Globalization.CultureInfo.InvariantCulture)))));
}
