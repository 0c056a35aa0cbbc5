using Adjoint.Graph;

namespace Adjoint.Language.Writing;

/// <summary>What is still to be written: an expression in a place that binds so tightly, or a piece of text.</summary>
/// <param name="Expression">The expression, or nothing.</param>
/// <param name="Outer">How tightly its place binds.</param>
/// <param name="Text">The text, where there is no expression.</param>
internal readonly record struct Piece(Expr? Expression, Strength Outer, string Text)
{
    /// <summary>A piece of text.</summary>
    public static Piece Of(string text) => new(null, Strength.Sum, text);
}
