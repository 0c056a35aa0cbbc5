namespace Adjoint.Language.Syntax;

/// <summary>A number such as <c>2</c>, <c>.5</c> or <c>1e-3</c>, without sign.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
/// <param name="Text">The number as written.</param>
internal sealed record NumberSyntax(int Start, int End, string Text) : SyntaxNode(Start, End);
