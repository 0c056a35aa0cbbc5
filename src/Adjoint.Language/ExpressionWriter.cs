using System.Globalization;
using System.Text;
using Adjoint.Graph;
using Adjoint.Language.Writing;

namespace Adjoint.Language;

/// <summary>
/// Writes an expression as a text that <see cref="ExpressionParser"/> reads back to the same value, bit for bit: operands keep their order and
/// grouping. Functions that the library composes of several primitives are recognised and written by their names.
/// </summary>
public static class ExpressionWriter
{
    /// <summary>
    /// The text of an expression, or nothing where the language cannot say it: strides, channels, constants that are arrays or not finite, or more nesting or
    /// text than is read.
    /// </summary>
    /// <param name="expression">What to write.</param>
    public static string? Write(Expr expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        StringBuilder text = new();
        Stack<Piece> pieces = new([new Piece(expression, Strength.Sum, "")]);
        int open = 0;
        while (pieces.TryPop(out Piece piece))
        {
            switch (piece.Expression)
            {
                case null:
                    text.Append(piece.Text);
                    open += piece.Text.EndsWith('(') ? 1 : piece.Text.EndsWith(')') ? -1 : 0;
                    break;
                case Variable variable when ExpressionParser.IsName(variable.Name):
                    text.Append(variable.Name);
                    break;
                case Constant constant when constant.Shape.Rank == 0 && double.IsFinite(constant.ToTensor().Span[0]):
                    WriteNumber(constant.ToTensor().Span[0], piece.Outer, text);
                    break;
                case Application application when Phrase.Of(application) is Phrase phrase:
                    // The last piece pushed is written first.
                    foreach (Piece part in phrase.Pieces(piece.Outer).Reverse())
                    {
                        pieces.Push(part);
                    }

                    break;
                default:
                    return null;
            }

            if (text.Length > ExpressionParser.LongestText || open > ExpressionParser.DeepestNesting)
            {
                return null;
            }
        }

        return text.ToString();
    }

    private static void WriteNumber(double number, Strength outer, StringBuilder text)
    {
        bool enclose = double.IsNegative(number) && outer > Strength.Sign;
        text.Append(enclose ? "(" : "").Append(number.ToString("R", CultureInfo.InvariantCulture)).Append(enclose ? ")" : "");
    }
}
