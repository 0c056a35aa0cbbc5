using System.Globalization;
using System.Text.Json;
using Adjoint.Tensors;

namespace Adjoint.Cli.Matrices;

/// <summary>Entries that are numbers.</summary>
/// <param name="matrix">Rows × columns.</param>
internal sealed class NumberEntries(Tensor<double> matrix) : MatrixEntries
{
    /// <summary>Sums in another order differ by this much of the greatest entry.</summary>
    private const double Rounding = 1e-14;

    private readonly double _tolerance = Rounding * Greatest(matrix);

    /// <summary>The numbers.</summary>
    public Tensor<double> Matrix { get; } = matrix;

    /// <inheritdoc/>
    public override int Rows => Matrix.Shape[0];

    /// <inheritdoc/>
    public override int Columns => Matrix.Shape[1];

    /// <summary>The number of entries that are infinite or no numbers.</summary>
    public int NotFinite => Matrix.Span.ToArray().Count(entry => !double.IsFinite(entry));

    /// <inheritdoc/>
    public override string Text(int row, int column, int? digits) => Number(row, column).ToString(digits is int count ? $"G{count}" : "R", CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override string Latex(int row, int column, int? digits)
    {
        string text = Text(row, column, digits);
        double number = Number(row, column);
        int exponent = text.IndexOf('E', StringComparison.Ordinal);
        return double.IsNaN(number) ? @"\mathrm{NaN}" : double.IsInfinity(number) ? (number < 0 ? @"-\infty" : @"\infty")
            : exponent < 0 ? text
            : string.Create(CultureInfo.InvariantCulture, $@"{text[..exponent]} \cdot 10^{{{int.Parse(text.AsSpan(exponent + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)}}}");
    }

    /// <inheritdoc/>
    public override void WriteJson(Utf8JsonWriter writer, int row, int column)
    {
        double number = Number(row, column);
        if (double.IsFinite(number))
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }

    /// <inheritdoc/>
    public override bool Same(int row, int column, int otherRow, int otherColumn) =>
        Math.Abs(Number(row, column) - Number(otherRow, otherColumn)) <= _tolerance;

    /// <inheritdoc/>
    public override bool IsZero(int row, int column) => Number(row, column) == 0;

    /// <summary>Adding 0 turns −0 into 0.</summary>
    private double Number(int row, int column) => Matrix.Span[(row * Columns) + column] + 0.0;

    private static double Greatest(Tensor<double> matrix)
    {
        double greatest = 0;
        foreach (double entry in matrix.Span)
        {
            greatest = Math.Max(greatest, double.IsFinite(entry) ? Math.Abs(entry) : 0);
        }

        return greatest;
    }
}
