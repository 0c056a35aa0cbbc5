namespace Adjoint.Language.Syntax;

/// <summary>An operand behind one or more minus signs.</summary>
/// <param name="Start">The offset of the first sign.</param>
/// <param name="Signs">How many there are.</param>
/// <param name="Operand">What they stand before.</param>
internal sealed record NegativeSyntax(int Start, int Signs, SyntaxNode Operand) : SyntaxNode(Start, Operand.End);
