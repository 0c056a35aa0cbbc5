using Adjoint.Analysis.Refutation;
using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>Starts for what moves and values for what is quantified: simple ones first, then random ones. They depend on the seed alone.</summary>
internal sealed class SearchPoints(Question question, long seed)
{
    // What must be at least 0 and moves is asked at the points that are found.
    private readonly bool _moves = GraphTraversal.Variables([.. question.Nonnegative]).Any(question.Moving.Contains);
    private readonly PointSampler _sampler = new(question, seed);

    /// <summary>The values of everything that does not move that are worth a look, as far as they are admitted.</summary>
    public IEnumerable<IReadOnlyDictionary<Variable, Tensor<double>>> Assignments => Enumerable.Range(0, Count).Select(Others)
        .Where(others => _moves || Admission.Of(question, others, [new Dictionary<Variable, Tensor<double>>()]));

    /// <summary>How many there are.</summary>
    public int Count => question.Quantified.Count == 0 ? 1 : 2 + Zeroed + Drawn;

    private const int Drawn = 6;

    /// <summary>How many arrays are set to zero in turn.</summary>
    private int Zeroed => Math.Min(question.Quantified.Count, 4);

    /// <summary>
    /// Values of everything that does not move: those that are given, and for the rest ones; ones of both signs that add up to zero, so that two arrays neither agree nor vanish; ones but for an array of zeros;
    /// then random numbers of one decimal.
    /// </summary>
    public IReadOnlyDictionary<Variable, Tensor<double>> Others(int attempt)
    {
        Dictionary<Variable, Tensor<double>> others = new(question.Values.Where(pair => !question.Moving.Contains(pair.Key)));
        int number = 0;
        foreach (Variable variable in question.Quantified)
        {
            int drawn = attempt - 2 - Zeroed, size = variable.Shape.Size;
            Tensor<double> value = drawn >= 0 ? _sampler.Draw(variable, 1, drawn, 7, drawn % 2 == 1) : new Tensor<double>(variable.Shape);
            for (int i = 0; i < size; i++)
            {
                value.Span[i] = drawn >= 0 ? Math.Round(value.Span[i], 1)
                    : attempt == 0 ? 1
                    : attempt > 1 ? number == attempt - 2 ? 0 : 1
                    : i == size - 1 && size % 2 == 1 && size > 1 ? 0
                    : (i + number) % 2 == 0 ? 1 : -1;
            }

            for (int i = 0; i < size && question.Nonnegative.Contains(variable); i++)
            {
                value.Span[i] = Math.Abs(value.Span[i]);
            }

            _sampler.Project(variable, value);
            others[variable] = value;
            number++;
        }

        return others;
    }

    /// <summary>Simple points: all zero, then every variable all 0, −1 or 1 in turn, as far as there are few variables.</summary>
    public IEnumerable<double[]> Simple()
    {
        double[] levels = [0, -1, 1];
        int count = question.Moving.Count, combinations = count <= 4 ? (int)Math.Pow(3, count) : 3;
        for (int number = 0; number < combinations; number++)
        {
            int rest = number;
            List<double> point = [];
            foreach (Variable variable in question.Moving)
            {
                Tensor<double> value = new(variable.Shape);
                value.Span.Fill(levels[(count <= 4 ? rest : number) % 3]);
                rest /= 3;
                _sampler.Project(variable, value);
                point.AddRange(value.Span);
            }

            yield return [.. point];
        }
    }

    /// <summary>A random point.</summary>
    public double[] Random(int attempt, double scale) =>
        [.. question.Moving.SelectMany(variable => _sampler.Draw(variable, scale, attempt, 8, positive: false).Span.ToArray())];

    /// <summary>Whether a point lies in the ranges to which variables are restricted.</summary>
    public bool IsAdmitted(double[] point)
    {
        int start = 0;
        foreach (Variable variable in question.Moving)
        {
            Graph.Facts.Interval range = question.RangeOf(variable);
            if (!point.AsSpan(start, variable.Shape.Size).ToArray().All(range.Contains))
            {
                return false;
            }

            start += variable.Shape.Size;
        }

        return true;
    }
}
