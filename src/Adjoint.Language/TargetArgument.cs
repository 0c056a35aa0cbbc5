using Adjoint.Graph;

namespace Adjoint.Language;

/// <summary>The target of a <c>crossentropy</c> or <c>nll</c> in a text, whose entries must be at least 0: whoever knows its value can check it.</summary>
/// <param name="Expression">The target.</param>
/// <param name="Position">Where it stands in the text.</param>
/// <param name="Length">The number of characters that it takes.</param>
public sealed record TargetArgument(Expr Expression, int Position, int Length);
