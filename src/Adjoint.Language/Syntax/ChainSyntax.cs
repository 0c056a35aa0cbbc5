namespace Adjoint.Language.Syntax;

/// <summary>Operands joined by operators of one precedence, read from the left. A list and not a tree, so that long sums are not deep.</summary>
/// <param name="First">The first operand.</param>
/// <param name="Rest">The operators with what stands behind each; at least one.</param>
internal sealed record ChainSyntax(SyntaxNode First, IReadOnlyList<Operation> Rest) : SyntaxNode(First.Start, Rest[^1].Operand.End);
