namespace Adjoint.Language;

/// <summary>A text that is no expression, or whose names or shapes do not fit. It knows the place.</summary>
public sealed class ExpressionException : Exception
{
    /// <summary>Columns of text that an excerpt shows at most.</summary>
    private const int Width = 100;

    /// <summary>Makes the exception.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="position">The offset in characters of what is wrong; the text's length for its end.</param>
    /// <param name="length">The number of characters that are wrong, at least 1.</param>
    /// <param name="message">One line: what, and what to do.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public ExpressionException(string text, int position, int length, string message, Exception? innerException = null)
        : base(message, innerException)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(position, text.Length);
        (Text, Position, Length) = (text, position, length);
    }

    /// <summary>The whole text.</summary>
    public string Text { get; }

    /// <summary>The offset in characters of what is wrong; the text's length for its end.</summary>
    public int Position { get; }

    /// <summary>The number of characters that are wrong.</summary>
    public int Length { get; }

    /// <summary>
    /// Two lines: the text, or what is around the place where the text is long, and below it a caret under the place. Control characters are shown as spaces.
    /// </summary>
    public string Excerpt()
    {
        int start = Math.Max(0, Math.Min(Position - (Width / 2), Text.Length - Width)), end = Math.Min(Text.Length, start + Width);
        string before = start > 0 ? "…" : "", after = end < Text.Length ? "…" : "";
        string shown = string.Concat(Text[start..end].Select(symbol => char.IsControl(symbol) ? ' ' : symbol));
        int column = before.Length + Columns(Text.AsSpan(start, Position - start));
        int marked = Math.Max(1, Columns(Text.AsSpan(Position, Math.Min(Length, end - Position))));
        return $"  {before}{shown}{after}\n  {new string(' ', column)}^{new string('~', marked - 1)}";
    }

    /// <summary>The columns that characters take: none for the second half of a pair and for marks over the character before.</summary>
    private static int Columns(ReadOnlySpan<char> characters)
    {
        int columns = 0;
        foreach (char symbol in characters)
        {
            columns += char.IsLowSurrogate(symbol) || char.GetUnicodeCategory(symbol) == System.Globalization.UnicodeCategory.NonSpacingMark ? 0 : 1;
        }

        return columns;
    }
}
