using Adjoint.Graph;

namespace Adjoint.Analysis.Proofs;

/// <summary>Two forms of one value: where the left form is found, the right one may be put, of which more is known.</summary>
/// <param name="Name">The identity as it is written, as in <c>log(softmax(z)) = logsoftmax(z)</c>.</param>
/// <param name="Rewrite">From an expression of the left form to the right one; nothing for others.</param>
public sealed record Identity(string Name, Func<Application, Expr?> Rewrite);
