using System.Globalization;
using System.Text;

namespace Adjoint.Graph;

/// <summary>Writes an expression as text, with as few parentheses as its grammar needs. Does not recurse, so that depth is bounded by memory and not by the stack.</summary>
public static class ExprPrinter
{
    /// <summary>Longest text that is written out; a larger graph is cut with an ellipsis.</summary>
    private const int Limit = 20_000;

    /// <summary>The text of an expression. Shared sub-expressions are written where they are used; broadcasting is not written.</summary>
    /// <param name="expression">What to print.</param>
    public static string Print(Expr expression)
    {
        ArgumentNullException.ThrowIfNull(expression);
        StringBuilder text = new();
        Stack<Piece> pieces = new([new Piece(expression, 0, "")]);
        while (pieces.TryPop(out Piece piece))
        {
            if (text.Length > Limit)
            {
                return text.Append('…').ToString();
            }

            switch (piece.Expression)
            {
                case null:
                    text.Append(piece.Text);
                    break;
                case Variable variable:
                    text.Append(variable.Name);
                    break;
                case Constant constant:
                    WriteConstant(constant, piece.Outer, text);
                    break;
                case Application application:
                    // The last piece pushed is written first.
                    foreach (Piece part in Enumerable.Reverse(Parts(application, piece.Outer)))
                    {
                        pieces.Push(part);
                    }

                    break;
            }
        }

        return text.ToString();
    }

    private static void WriteConstant(Constant constant, int outer, StringBuilder text)
    {
        if (constant.Shape.Size == 1)
        {
            double number = constant.Value.Span[0];
            bool enclose = double.IsNegative(number) && outer > Notation.Prefix.Precedence;
            text.Append(enclose ? "(" : "").Append(number.ToString("R", CultureInfo.InvariantCulture)).Append(enclose ? ")" : "");
        }
        else
        {
            text.Append("constant").Append('[').Append(constant.Shape).Append(']');
        }
    }

    private static List<Piece> Parts(Application application, int outer)
    {
        Notation notation = application.Primitive.Notation;
        IReadOnlyList<Expr> arguments = application.Arguments;
        if (notation == Notation.Silent)
        {
            return [new(arguments[0], outer, "")];
        }

        List<Piece> parts = [];
        if (notation == Notation.Call)
        {
            parts.Add(new(null, 0, application.Primitive.Name + "("));
            for (int i = 0; i < arguments.Count; i++)
            {
                parts.Add(new(null, 0, i == 0 ? "" : ", "));
                parts.Add(new(arguments[i], 0, ""));
            }

            string attributes = application.Primitive.Attributes;
            parts.Add(new(null, 0, (attributes.Length == 0 ? "" : ", ") + attributes + ")"));
            return parts;
        }

        bool enclose = notation.Precedence < outer;
        parts.Add(new(null, 0, enclose ? "(" : ""));
        if (arguments.Count == 1)
        {
            parts.Add(new(null, 0, notation.Symbol));
            parts.Add(new(arguments[0], notation.Precedence, ""));
        }
        else
        {
            parts.Add(new(arguments[0], notation.Precedence, ""));
            parts.Add(new(null, 0, $" {notation.Symbol} "));
            parts.Add(new(arguments[1], notation.IsAssociative ? notation.Precedence : notation.Precedence + 1, ""));
        }

        parts.Add(new(null, 0, enclose ? ")" : ""));
        return parts;
    }

    /// <summary>What is still to be written: an expression inside an operator of some precedence, or a piece of text.</summary>
    private readonly record struct Piece(Expr? Expression, int Outer, string Text);
}
