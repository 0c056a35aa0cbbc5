using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>Computes a chord anew by the reference rules and tells what it shows, if it stands.</summary>
internal static class ChordReplay
{
    private const double Middle = 0.5, TwiceMargin = 2e-6;

    /// <summary>The counterexample, with a margin far above rounding; nothing if it does not stand or its values are not admitted.</summary>
    /// <param name="question">The question.</param>
    /// <param name="point">The chord and the values of what is quantified.</param>
    /// <param name="entry">The entry's place in C order.</param>
    /// <param name="above">Whether the middle must lie above the chord; else below.</param>
    /// <param name="clock">Asked within each evaluation.</param>
    /// <exception cref="OperationCanceledException">The time is over.</exception>
    public static FoundChord? Of(Question question, Assignment point, int entry, bool above, AnalysisClock clock)
    {
        Dictionary<Variable, Tensor<double>> others = new(question.Values.Where(pair => !question.Moving.Contains(pair.Key)));
        foreach ((Variable variable, Tensor<double> value) in question.Quantified.Zip(point.Free))
        {
            others[variable] = value;
        }

        IReadOnlyDictionary<Variable, Tensor<double>> a = Assignment.Named(question.Moving, point.A), b = Assignment.Named(question.Moving, point.B);
        if (!Admission.Of(question, others, a, b))
        {
            return null;
        }

        Dictionary<Variable, Tensor<double>> mixed = a.ToDictionary(pair => pair.Key, pair => Assignment.Mixed(Middle, pair.Value, b[pair.Key]));
        (Tensor<double> atA, double[] spreadA) = At(a);
        (Tensor<double> atB, double[] spreadB) = At(b);
        (Tensor<double> atMix, double[] spreadMix) = At(mixed);
        ConvexityCounterexample found = new(a, b, Middle, others, IndexOf(entry, question.Expression.Shape), atA.Span[entry], atB.Span[entry], atMix.Span[entry]);
        double violation = above ? found.Violation : -found.Violation, doubt = spreadA[entry] + spreadB[entry] + spreadMix[entry];
        if (!double.IsFinite(violation) || !(violation >= 2 * found.Margin && doubt <= 1e-3 * violation))
        {
            return null;
        }

        Tensor<double> right = Assignment.Mixed(Middle, atA, atB);
        double scale = 1;
        for (int i = 0; i < right.Span.Length; i++)
        {
            scale = Math.Max(scale, 1 + Math.Max(Math.Abs(right.Span[i]), Math.Abs(atMix.Span[i])));
        }

        bool tells = double.IsFinite(scale) && violation >= TwiceMargin * scale;
        return new FoundChord(found, tells ? new LinearityCounterexample(a, b, Middle, others, atMix, right) : null);

        (Tensor<double> Value, double[] Spread) At(IReadOnlyDictionary<Variable, Tensor<double>> moving) =>
            Replay.Run(question.Expression, variable => moving.TryGetValue(variable, out Tensor<double>? own) ? own : others[variable], clock);
    }

    private static int[] IndexOf(int place, Shape shape)
    {
        int[] index = new int[shape.Rank];
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            (place, index[axis]) = Math.DivRem(place, shape[axis]);
        }

        return index;
    }
}
