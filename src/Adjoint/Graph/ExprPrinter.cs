using System.Globalization;
using System.Text;

namespace Adjoint.Graph;

/// <summary>Writes an expression as text, with as few parentheses as its grammar needs.</summary>
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
        Write(expression, 0, text);
        return text.ToString();
    }

    private static void Write(Expr expression, int outer, StringBuilder text)
    {
        if (text.Length > Limit)
        {
            text.Append('…');
            return;
        }

        switch (expression)
        {
            case Variable variable:
                text.Append(variable.Name);
                break;
            case Constant constant:
                WriteConstant(constant, outer, text);
                break;
            case Application application:
                WriteApplication(application, outer, text);
                break;
        }
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

    private static void WriteApplication(Application application, int outer, StringBuilder text)
    {
        Notation notation = application.Primitive.Notation;
        IReadOnlyList<Expr> arguments = application.Arguments;
        if (notation == Notation.Silent)
        {
            Write(arguments[0], outer, text);
        }
        else if (notation == Notation.Call)
        {
            text.Append(application.Primitive.Name).Append('(');
            for (int i = 0; i < arguments.Count; i++)
            {
                text.Append(i == 0 ? "" : ", ");
                Write(arguments[i], 0, text);
            }

            string attributes = application.Primitive.Attributes;
            text.Append(attributes.Length == 0 ? "" : ", ").Append(attributes).Append(')');
        }
        else
        {
            bool enclose = notation.Precedence < outer;
            text.Append(enclose ? "(" : "");
            if (arguments.Count == 1)
            {
                text.Append(notation.Symbol);
                Write(arguments[0], notation.Precedence, text);
            }
            else
            {
                Write(arguments[0], notation.Precedence, text);
                text.Append(' ').Append(notation.Symbol).Append(' ');
                Write(arguments[1], notation.IsAssociative ? notation.Precedence : notation.Precedence + 1, text);
            }

            text.Append(enclose ? ")" : "");
        }
    }
}
