namespace Adjoint.Language.Syntax;

/// <summary>A base with exponents, read from the right: <c>a^b^c</c> is a^(b^c).</summary>
/// <param name="Base">What is raised.</param>
/// <param name="Exponents">The exponents from left to right; at least one.</param>
internal sealed record PowerSyntax(SyntaxNode Base, IReadOnlyList<Operation> Exponents) : SyntaxNode(Base.Start, Exponents[^1].Operand.End);
