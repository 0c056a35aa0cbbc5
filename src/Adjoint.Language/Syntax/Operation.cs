namespace Adjoint.Language.Syntax;

/// <summary>An operator with the operand behind it.</summary>
/// <param name="At">The operator's offset.</param>
/// <param name="Symbol">The operator.</param>
/// <param name="Operand">The operand behind it.</param>
internal readonly record struct Operation(int At, char Symbol, SyntaxNode Operand);
