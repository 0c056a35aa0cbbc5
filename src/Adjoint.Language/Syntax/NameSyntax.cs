namespace Adjoint.Language.Syntax;

/// <summary>A name that is not called: an array, or a boundary.</summary>
/// <param name="Start">The offset of its first character.</param>
/// <param name="End">The offset behind its last character.</param>
/// <param name="Name">The name.</param>
internal sealed record NameSyntax(int Start, int End, string Name) : SyntaxNode(Start, End);
