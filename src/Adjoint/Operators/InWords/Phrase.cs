using Adjoint.Graph;

namespace Adjoint.Operators.InWords;

/// <summary>A linear map or a value, in words and as an expression.</summary>
/// <param name="Text">The words.</param>
/// <param name="Closure">How they stand inside others.</param>
/// <param name="Expression">The expression.</param>
internal sealed record Phrase(string Text, Closure Closure, Expr Expression)
{
    /// <summary>The words as they stand inside others.</summary>
    public string Enclosed => Closure == Closure.Closed ? Text : $"({Text})";
}
