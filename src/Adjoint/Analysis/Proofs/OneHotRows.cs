using Adjoint.Graph;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Proofs;

/// <summary>The sum over a variable whose rows are one-hot is the number of its rows.</summary>
internal static class OneHotRows
{
    /// <summary>The number that a sum over all entries of such a variable is; nothing for others.</summary>
    public static int? Count(Application node, Question question) => node is { Primitive: SumTo, Shape.Size: 1, Arguments: [Variable variable] } && question.OneHot.Contains(variable)
        ? variable.Shape.Size / (variable.Shape.Rank == 0 ? 1 : variable.Shape[^1])
        : null;
}
