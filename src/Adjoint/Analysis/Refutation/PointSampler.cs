using Adjoint.Graph;
using Adjoint.Graph.Facts;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>Draws values of variables that respect their ranges and one-hot rows, and are whole where they are indices. What is drawn depends on the seed and the attempt alone.</summary>
internal sealed class PointSampler(Question question, long seed)
{
    private readonly IReadOnlyDictionary<Variable, int> _indices = IndexVariables.Of(question);

    /// <summary>A value of a variable.</summary>
    /// <param name="variable">The variable.</param>
    /// <param name="scale">The size of its entries.</param>
    /// <param name="attempt">Which attempt.</param>
    /// <param name="role">Which of several values of one attempt.</param>
    /// <param name="positive">Whether entries are positive where the range allows it, which domains of logarithms and roots ask for.</param>
    public Tensor<double> Draw(Variable variable, double scale, int attempt, int role, bool positive)
    {
        KeyedRandom random = new(seed, $"refutation of {variable.Name}", attempt, role);
        Tensor<double> value = new(variable.Shape);
        float[] drawn = new float[value.Span.Length];
        random.FillNormal(drawn);
        for (int i = 0; i < drawn.Length; i++)
        {
            double entry = scale * drawn[i];
            value.Span[i] = positive ? Math.Abs(entry) + (0.1 * scale) : entry;
        }

        Project(variable, value, ref random);
        return value;
    }

    /// <summary>Moves a value to the nearest one that is admitted. One-hot rows keep their largest entry.</summary>
    public void Project(Variable variable, Tensor<double> value)
    {
        KeyedRandom random = new(seed, "projection");
        Project(variable, value, ref random);
    }

    private void Project(Variable variable, Tensor<double> value, ref KeyedRandom random)
    {
        Span<double> entries = value.Span;
        if (question.OneHot.Contains(variable))
        {
            int length = variable.Shape.Rank == 0 ? 1 : variable.Shape[^1];
            for (int start = 0; start < entries.Length; start += length)
            {
                Span<double> row = entries.Slice(start, length);
                int place = 0;
                for (int i = 1; i < length; i++)
                {
                    place = row[i] > row[place] ? i : place;
                }

                row.Clear();
                row[place] = 1;
            }

            return;
        }

        if (_indices.TryGetValue(variable, out int count))
        {
            for (int i = 0; i < entries.Length; i++)
            {
                entries[i] = Math.Round(Math.Abs(entries[i])) % count;
            }

            return;
        }

        Interval range = question.RangeOf(variable);
        for (int i = 0; i < entries.Length; i++)
        {
            // Reflecting keeps the spread that clamping would pile up on the border.
            double entry = entries[i] < range.Lower && double.IsFinite(range.Lower) ? (2 * range.Lower) - entries[i]
                : entries[i] > range.Upper && double.IsFinite(range.Upper) ? (2 * range.Upper) - entries[i]
                : entries[i];
            entries[i] = entry >= range.Lower && entry <= range.Upper ? entry : range.Lower + ((range.Upper - range.Lower) * random.NextUniform());
        }
    }
}
