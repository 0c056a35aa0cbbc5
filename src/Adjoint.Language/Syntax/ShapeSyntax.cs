namespace Adjoint.Language.Syntax;

/// <summary>A shape of two or more axes, such as <c>2x3</c>.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
/// <param name="Text">The shape as written.</param>
internal sealed record ShapeSyntax(int Start, int End, string Text) : SyntaxNode(Start, End);
