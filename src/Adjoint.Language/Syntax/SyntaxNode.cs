namespace Adjoint.Language.Syntax;

/// <summary>A piece of a text, before names and shapes have a meaning. Only parentheses and calls nest, so depth is that of the parentheses.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
internal abstract record SyntaxNode(int Start, int End);
