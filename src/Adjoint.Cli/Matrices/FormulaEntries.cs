using System.Text.Json;
using Adjoint.Operators.Symbolic;

namespace Adjoint.Cli.Matrices;

/// <summary>Entries that are formulas.</summary>
/// <param name="matrix">The matrix.</param>
internal sealed class FormulaEntries(SymbolicMatrix matrix) : MatrixEntries
{
    /// <inheritdoc/>
    public override int Rows => matrix.Rows;

    /// <inheritdoc/>
    public override int Columns => matrix.Columns;

    /// <inheritdoc/>
    public override string Text(int row, int column, int? digits) => matrix[row, column].ToText(digits);

    /// <inheritdoc/>
    public override string Latex(int row, int column, int? digits) => matrix[row, column].ToLatex(digits);

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer, int row, int column) => writer.WriteStringValue(matrix[row, column].ToText());

    /// <inheritdoc/>
    public override bool Same(int row, int column, int otherRow, int otherColumn) => matrix[row, column].Equals(matrix[otherRow, otherColumn]);

    /// <inheritdoc/>
    public override bool IsZero(int row, int column) => matrix[row, column].IsZero;
}
