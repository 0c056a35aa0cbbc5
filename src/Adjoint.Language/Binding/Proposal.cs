using Adjoint.Graph;

namespace Adjoint.Language.Binding;

/// <summary>
/// A guess that an expression is some function of some of its parts. It holds if building the function anew gives the same graph, so a guess
/// may be rough.
/// </summary>
/// <param name="Arguments">The parts.</param>
/// <param name="Suffix">What follows them in the text, such as the name of a boundary; empty if nothing does.</param>
/// <param name="Build">Applies the function to the parts.</param>
internal sealed record Proposal(IReadOnlyList<Expr> Arguments, string Suffix, Func<Expr> Build)
{
    /// <summary>Whether the function of the parts is the expression.</summary>
    public bool Holds(Expr expression)
    {
        try
        {
            Expr built = Build();
            return !Arguments.Contains(built) && IsSame(built, expression);
        }
        catch (ArgumentException)
        {
            // The parts do not even fit the function.
            return false;
        }
    }

    /// <summary>Compares down to the parts, which are the same objects; what a function builds over them is a few steps deep.</summary>
    private bool IsSame(Expr built, Expr given) =>
        ReferenceEquals(built, given) || (!Arguments.Contains(built) && (built, given) switch
        {
            (Constant one, Constant other) => one.Shape == other.Shape && one.ToTensor().Span.SequenceEqual(other.ToTensor().Span),
            (Application one, Application other) => one.Primitive == other.Primitive && one.Shape == other.Shape
                && one.Arguments.Zip(other.Arguments).All(pair => IsSame(pair.First, pair.Second)),
            _ => false,
        });
}
