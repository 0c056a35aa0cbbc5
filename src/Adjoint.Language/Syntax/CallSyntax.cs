namespace Adjoint.Language.Syntax;

/// <summary>A function with its arguments.</summary>
/// <param name="Start">The offset of the function's name.</param>
/// <param name="End">The offset behind the closing parenthesis.</param>
/// <param name="Name">The function's name.</param>
/// <param name="Arguments">What stands between the parentheses.</param>
internal sealed record CallSyntax(int Start, int End, string Name, IReadOnlyList<SyntaxNode> Arguments) : SyntaxNode(Start, End);
