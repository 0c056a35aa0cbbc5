using Pidgin;

namespace Adjoint.Language.Syntax;

/// <summary>From a text to its syntax, or to an error that says what was met and what could stand there.</summary>
internal static class SyntaxReader
{
    /// <summary>Reads a whole text.</summary>
    public static SyntaxNode Read(string text)
    {
        CheckSize(text);
        Result<char, SyntaxNode> result = Grammar.Text.Parse(text);
        return result.Success ? result.Value : throw Describe(text, result.Error!);
    }

    /// <summary>The parser recurses once for each open parenthesis, so their number is bounded before it starts.</summary>
    private static void CheckSize(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            throw new ExpressionException(text, 0, 1, "the expression is empty");
        }

        if (text.Length > ExpressionParser.LongestText)
        {
            throw new ExpressionException(
                text, ExpressionParser.LongestText, 1, $"the expression has {text.Length} characters, more than the {ExpressionParser.LongestText} that are read; cut it into parts");
        }

        int open = 0;
        for (int i = 0; i < text.Length; i++)
        {
            open += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (open > ExpressionParser.DeepestNesting)
            {
                throw new ExpressionException(text, i, 1, $"more than {ExpressionParser.DeepestNesting} parentheses are open here; cut the expression into parts");
            }
        }
    }

    private static ExpressionException Describe(string text, ParseError<char> error)
    {
        int position = Math.Clamp(error.ErrorOffset, 0, text.Length);
        ReadOnlySpan<char> before = text.AsSpan(0, position).TrimEnd();
        bool isBehindOperand = before.Length > 0 && (Grammar.IsNamePart(before[^1]) || before[^1] is '.' or ')');

        // What may be repeated is not among what the parser expected: operators behind an operand, signs in front of one.
        IEnumerable<string> labels = error.Expected.Select(each => each.IsEof ? "the end" : each.Label ?? "").Where(label => label.Length > 0);
        string[] expected = [.. labels.Append(isBehindOperand ? "an operator" : "'-'").Where(label => !(isBehindOperand && label == "'('")).Distinct().Order(StringComparer.Ordinal)];
        string wanted = expected is [string only] ? only : $"{string.Join(", ", expected[..^1])} or {expected[^1]}";
        return position == text.Length
            ? new ExpressionException(text, position, 1, $"the expression ends too early; expected {wanted}")
            : new ExpressionException(text, position, 1, $"unexpected {Show(text, position)}; expected {wanted}{Hint(text, position, isBehindOperand)}");
    }

    private static string Hint(string text, int position, bool isBehindOperand)
    {
        char met = text[position];
        return met switch
        {
            '*' when position > 0 && text[position - 1] == '*' => "; a power is written with ^",
            '[' => "; an array is given by a name and --set, not within the expression",
            _ when isBehindOperand && (met == '(' || Grammar.IsNamePart(met)) => "; a product is written with *",
            _ => "",
        };
    }

    private static string Show(string text, int position) => char.IsHighSurrogate(text[position]) && position + 1 < text.Length
        ? $"'{text.AsSpan(position, 2)}'"
        : char.IsControl(text[position]) || char.IsSurrogate(text[position]) ? $"character U+{(int)text[position]:X4}" : $"'{text[position]}'";
}
