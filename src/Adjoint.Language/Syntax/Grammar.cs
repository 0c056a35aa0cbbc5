using Pidgin;
using static Pidgin.Parser;
using static Pidgin.Parser<char>;

namespace Adjoint.Language.Syntax;

/// <summary>
/// The grammar, loosest first: sums, products, signs, powers, and what stands alone.
/// <code>
/// sum     := product (('+' | '-') product)*
/// product := signed (('*' | '/' | '@') signed)*
/// signed  := '-'* power
/// power   := primary ('^' '-'* primary)*
/// primary := number | shape | name | name '(' (sum (',' sum)*)? ')' | '(' sum ')'
/// </code>
/// </summary>
internal static class Grammar
{
    private static readonly Parser<char, int> Offset = CurrentOffset;

    private static readonly Parser<char, Unit> Digits = Token(char.IsAsciiDigit).SkipAtLeastOnce();

    private static readonly Parser<char, Unit> Exponent = Try(OneOf('e', 'E').Then(OneOf('+', '-').Optional()).Then(Digits)).Optional().IgnoreResult();

    private static readonly Parser<char, SyntaxNode> Number = Lexeme(
        OneOf(
            Digits.Then(Char('.').Then(Token(char.IsAsciiDigit).SkipMany()).Optional()).IgnoreResult(),
            Char('.').Then(Digits)).Then(Exponent),
        (start, end, text) => new NumberSyntax(start, end, text)).Labelled("a number");

    private static readonly Parser<char, SyntaxNode> Lengths = Try(Lexeme(
        Digits.Then(OneOf('x', '×').Then(Digits).SkipAtLeastOnce()),
        SyntaxNode (start, end, text) => new ShapeSyntax(start, end, text))).Labelled("a number");

    private static readonly Parser<char, SyntaxNode> Name = Lexeme(
        Token(IsNameStart).Then(Token(IsNamePart).SkipMany()),
        SyntaxNode (start, end, text) => new NameSyntax(start, end, text)).Labelled("a name");

    private static readonly Parser<char, int> Opening = Symbol('(').Labelled("'('"), Closing = Symbol(')').Labelled("')'"), Comma = Symbol(',').Labelled("','");

    private static readonly Parser<char, SyntaxNode> Primary = OneOf(
        Lengths,
        Number,
        Map(
            (name, call) => call.HasValue ? new CallSyntax(name.Start, call.Value.End, ((NameSyntax)name).Name, call.Value.Arguments) : name,
            Name,
            Arguments().Optional()),
        Opening.Then(Rec(() => Sum!)).Before(Closing));

    private static readonly Parser<char, SyntaxNode> Power = Map(
        (root, exponents) => exponents.Count == 0 ? root : new PowerSyntax(root, exponents),
        Primary,
        Operations(Signed(Primary), '^'));

    private static readonly Parser<char, SyntaxNode> Product = Chain(Signed(Power), '*', '/', '@');

    private static readonly Parser<char, SyntaxNode> Sum = Chain(Product, '+', '-');

    /// <summary>A whole text.</summary>
    public static Parser<char, SyntaxNode> Text { get; } = SkipWhitespaces.Then(Sum).Before(End.Labelled("the end"));

    /// <summary>Whether a name may begin so: a letter of any alphabet, or an underscore.</summary>
    public static bool IsNameStart(char symbol) => char.IsLetter(symbol) || symbol == '_';

    /// <summary>Whether a name may go on so: also a digit.</summary>
    public static bool IsNamePart(char symbol) => IsNameStart(symbol) || char.IsAsciiDigit(symbol);

    private static Parser<char, SyntaxNode> Chain(Parser<char, SyntaxNode> operand, params char[] symbols) => Map(
        (first, rest) => rest.Count == 0 ? first : new ChainSyntax(first, rest),
        operand,
        Operations(operand, symbols));

    private static Parser<char, IReadOnlyList<Operation>> Operations(Parser<char, SyntaxNode> operand, params char[] symbols) => Map(
        (at, symbol, behind) => new Operation(at, symbol, behind),
        Offset,
        OneOf(symbols).Before(SkipWhitespaces).Labelled("an operator"),
        operand).Many().Select(IReadOnlyList<Operation> (list) => [.. list]);

    private static Parser<char, SyntaxNode> Signed(Parser<char, SyntaxNode> operand) => Map(
        (start, signs, behind) => signs == 0 ? behind : new NegativeSyntax(start, signs, behind),
        Offset,
        Symbol('-').Labelled("'-'").Many().Select(signs => signs.Count()),
        operand);

    private static Parser<char, (IReadOnlyList<SyntaxNode> Arguments, int End)> Arguments() => Map(
        (_, arguments, end) => ((IReadOnlyList<SyntaxNode>)[.. arguments], end + 1),
        Opening,
        Rec(() => Sum!).Separated(Comma),
        Closing);

    /// <summary>One character with its offset, and space behind it.</summary>
    private static Parser<char, int> Symbol(char symbol) => Map((at, _, _) => at, Offset, Char(symbol), SkipWhitespaces);

    private static Parser<char, SyntaxNode> Lexeme(Parser<char, Unit> characters, Func<int, int, string, SyntaxNode> create) => Map(
        (start, text, end, _) => create(start, end, text),
        Offset,
        characters.Slice((span, _) => span.ToString()),
        Offset,
        SkipWhitespaces);
}
