using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>Whether values are admitted: what must be at least 0 is, at every point and on the chords between them.</summary>
internal static class Admission
{
    /// <summary>Checks points and the middles of chords between them.</summary>
    /// <param name="question">The question.</param>
    /// <param name="others">The values of what does not move.</param>
    /// <param name="points">The values of what moves.</param>
    public static bool Of(Question question, IReadOnlyDictionary<Variable, Tensor<double>> others, params IReadOnlyList<IReadOnlyDictionary<Variable, Tensor<double>>> points)
    {
        if (question.Nonnegative.Count == 0)
        {
            return true;
        }

        IEnumerable<IReadOnlyDictionary<Variable, Tensor<double>>> middles = points.SelectMany(a => points.Select(b => a.ToDictionary(pair => pair.Key, pair => Assignment.Mixed(0.5, pair.Value, b[pair.Key]))));
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> point in points.Concat(middles))
        {
            foreach (Tensor<double> value in ReferenceEvaluation.Run([.. question.Nonnegative], variable => point.TryGetValue(variable, out Tensor<double>? own) ? own : others[variable], null))
            {
                foreach (double entry in value.Span)
                {
                    if (!(entry >= 0))
                    {
                        return false;
                    }
                }
            }
        }

        return true;
    }
}
