using Adjoint.Graph.Facts;

namespace Adjoint.Primitives.Elementwise;

/// <summary>Degrees of sums and products of polynomials.</summary>
internal static class Degrees
{
    /// <summary>The degree of a sum: the largest degree among the arguments; nothing if one of them is no polynomial.</summary>
    public static int? Sum(IReadOnlyList<ArgumentFacts> arguments)
    {
        int? degree = 0;
        foreach (ArgumentFacts argument in arguments)
        {
            degree = degree is int known && argument.Degree is int other ? Math.Max(known, other) : null;
        }

        return degree;
    }

    /// <summary>The degree of a product: the sum of the arguments' degrees; nothing if one of them is no polynomial.</summary>
    public static int? Product(IReadOnlyList<ArgumentFacts> arguments)
    {
        int? degree = 0;
        foreach (ArgumentFacts argument in arguments)
        {
            degree += argument.Degree;
        }

        return degree;
    }
}
