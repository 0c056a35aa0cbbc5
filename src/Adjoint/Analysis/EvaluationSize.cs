using Adjoint.Graph;

namespace Adjoint.Analysis;

/// <summary>How many numbers a search holds, so that no shape that is asked about takes more memory than there is.</summary>
internal static class EvaluationSize
{
    /// <summary>32 million, which a search holds in about a gigabyte: it keeps results for both ends, the middle and the way back.</summary>
    public const long Most = 1L << 25;

    /// <summary>From here on, results by the reference rules are disturbed once, not several times.</summary>
    public const long Large = 1L << 18;

    // Both ends, their gradients and the state of the climb.
    private const int PerEntry = 8;

    /// <summary>The entries of an expression and of all its parts.</summary>
    public static long Of(Expr expression) => GraphTraversal.TopologicalOrder(expression).Sum(node => (long)node.Shape.Size);

    /// <summary>Why no search is made: the expression is too large for one, or has indices that cannot be drawn. Nothing if one can be made.</summary>
    public static string? Refusal(Question question)
    {
        long numbers = Of(question.Expression) + (PerEntry * question.Moving.Concat(question.Quantified).Sum(variable => (long)variable.Shape.Size));
        return numbers <= Most ? Refutation.IndexVariables.Refusal(question) : FormattableString.Invariant($"no search for numbers that refute: it would hold {numbers:N0} of them, and {Most:N0} is the most; ask about smaller shapes");
    }
}
