using System.Text.Json;

namespace Adjoint.Cli.Matrices;

/// <summary>The entries of a matrix, numbers or formulas, as they are written.</summary>
internal abstract class MatrixEntries
{
    /// <summary>The number of rows.</summary>
    public abstract int Rows { get; }

    /// <summary>The number of columns.</summary>
    public abstract int Columns { get; }

    /// <summary>An entry as text.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="digits">Significant digits of numbers; all, if none.</param>
    public abstract string Text(int row, int column, int? digits);

    /// <summary>An entry in LaTeX's mathematics.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="digits">Significant digits of numbers; all, if none.</param>
    public abstract string Latex(int row, int column, int? digits);

    /// <summary>Writes an entry as a JSON value.</summary>
    public abstract void WriteJson(Utf8JsonWriter writer, int row, int column);

    /// <summary>Whether two entries are equal; of numbers, up to rounding.</summary>
    public abstract bool Same(int row, int column, int otherRow, int otherColumn);

    /// <summary>Whether an entry is 0.</summary>
    public abstract bool IsZero(int row, int column);
}
