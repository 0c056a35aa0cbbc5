namespace Adjoint.Primitives.LinearAlgebra;

/// <summary>An immutable sparse matrix, row after row, compared by its entries. Entries that are zero are not kept.</summary>
public sealed class SparseMatrix : IEquatable<SparseMatrix>
{
    private readonly int[] _starts;
    private readonly int[] _places;
    private readonly double[] _weights;

    /// <summary>Makes a matrix from its rows.</summary>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rows">The entries of each row; several of one column add up.</param>
    /// <exception cref="ArgumentException">An entry lies outside the matrix, or is no finite number.</exception>
    public SparseMatrix(int columns, IReadOnlyList<IReadOnlyList<(int Column, double Value)>> rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ArgumentNullException.ThrowIfNull(rows);
        Columns = columns;
        List<int> starts = [0], places = [];
        List<double> weights = [];
        foreach (IReadOnlyList<(int Column, double Value)> row in rows)
        {
            foreach (IGrouping<int, (int Column, double Value)> entry in row.GroupBy(entry => entry.Column).OrderBy(entry => entry.Key))
            {
                double value = entry.Sum(part => part.Value);
                if (entry.Key < 0 || entry.Key >= columns || !double.IsFinite(value))
                {
                    throw new ArgumentException($"The entry {value} of column {entry.Key} does not fit a matrix of {columns} columns.", nameof(rows));
                }

                if (value != 0)
                {
                    places.Add(entry.Key);
                    weights.Add(value);
                }
            }

            starts.Add(places.Count);
        }

        _starts = [.. starts];
        _places = [.. places];
        _weights = [.. weights];
    }

    /// <summary>The number of rows.</summary>
    public int Rows => _starts.Length - 1;

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The entries of one row, by rising column.</summary>
    /// <param name="row">Which row, from 0.</param>
    public IEnumerable<(int Column, double Value)> Row(int row)
    {
        for (int entry = _starts[row]; entry < _starts[row + 1]; entry++)
        {
            yield return (_places[entry], _weights[entry]);
        }
    }

    /// <summary>The transpose.</summary>
    public SparseMatrix Transpose()
    {
        List<(int, double)>[] rows = [.. Enumerable.Range(0, Columns).Select(_ => new List<(int, double)>())];
        for (int row = 0; row < Rows; row++)
        {
            foreach ((int column, double value) in Row(row))
            {
                rows[column].Add((row, value));
            }
        }

        return new SparseMatrix(Rows, rows);
    }

    /// <summary>The largest sum of absolute values along a row, ‖A‖∞.</summary>
    public double LargestRowSum => Enumerable.Range(0, Rows).Select(row => Row(row).Sum(entry => Math.Abs(entry.Value))).DefaultIfEmpty(0).Max();

    /// <summary>Where each row's entries start, and where the last row's end.</summary>
    internal ReadOnlySpan<int> Starts => _starts;

    /// <summary>The column of each entry.</summary>
    internal ReadOnlySpan<int> Places => _places;

    /// <summary>The value of each entry.</summary>
    internal ReadOnlySpan<double> Weights => _weights;

    /// <inheritdoc/>
    public bool Equals(SparseMatrix? other) =>
        other is not null && Columns == other.Columns && Starts.SequenceEqual(other.Starts) && Places.SequenceEqual(other.Places) && Weights.SequenceEqual(other.Weights);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as SparseMatrix);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.Add(Columns);
        foreach (int start in _starts)
        {
            hash.Add(start);
        }

        foreach (double weight in _weights)
        {
            hash.Add(weight);
        }

        return hash.ToHashCode();
    }

    /// <summary>The matrix's size, as in <c>4×8</c>.</summary>
    public override string ToString() => $"{Rows}×{Columns}";
}
