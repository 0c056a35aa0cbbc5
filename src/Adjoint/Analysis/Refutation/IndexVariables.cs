using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Primitives.Shaping;

namespace Adjoint.Analysis.Refutation;

/// <summary>Variables that are indices, such as the labels of a cross-entropy: only whole numbers within an axis are values of theirs.</summary>
internal static class IndexVariables
{
    /// <summary>The quantified variables that an operation reads as indices, with the number of indices that there are: 0 and up to below it.</summary>
    public static IReadOnlyDictionary<Variable, int> Of(Question question)
    {
        Dictionary<Variable, int> lengths = [];
        foreach ((Expr indices, int length) in Read(question.Expression))
        {
            if (indices is Variable variable)
            {
                lengths[variable] = Math.Min(length, lengths.GetValueOrDefault(variable, length));
            }
        }

        return lengths;
    }

    /// <summary>Why no values can be drawn: indices move, or are computed from what has no value. Nothing where that is not so.</summary>
    public static string? Refusal(Question question)
    {
        foreach ((Expr indices, _) in Read(question.Expression))
        {
            bool isChoice = indices is Application { Primitive: var primitive } && Enumerable.Range(0, primitive.Arity).All(i => primitive.DependenceOn(i) == Dependence.LocallyConstant);
            bool isDrawn = indices is Variable own && !question.Moving.Contains(own);
            if (!isChoice && !isDrawn && GraphTraversal.Variables(indices).Any(variable => question.Moving.Contains(variable) || !question.Values.ContainsKey(variable)))
            {
                return $"no search for numbers that refute: {indices} is an index, and which values keep it within its axis is not known; let a variable of its own be the index";
            }
        }

        return null;
    }

    /// <summary>What is read as an index, without the operations that only arrange it, and the length of the axis.</summary>
    private static IEnumerable<(Expr Indices, int Length)> Read(Expr expression)
    {
        foreach (Application node in GraphTraversal.TopologicalOrder(expression).OfType<Application>())
        {
            for (int i = 0; i < node.Arguments.Count; i++)
            {
                if (node.Primitive.DependenceOn(i) != Dependence.LocallyConstant)
                {
                    continue;
                }

                PrimitiveFacts facts = node.Primitive.Facts([.. node.Arguments.Select(argument => new ArgumentFacts(argument.Shape, Interval.Reals, null))]);
                if (facts.Arguments[i].Domain is { Lower: 0, Upper: < int.MaxValue } domain)
                {
                    Expr indices = node.Arguments[i];
                    while (indices is Application { Primitive: Reshape or Broadcast or Transpose or Slice or Flip } arranged)
                    {
                        indices = arranged.Arguments[0];
                    }

                    yield return (indices, (int)domain.Upper + 1);
                }
            }
        }
    }
}
