using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>
/// Looks for a chord that an entry of the expression rises above (or falls below): from many starting chords it climbs the relative excess, moving both ends and
/// everything that is quantified. What it finds is evaluated once more before it is given. Effort is counted in evaluations.
/// </summary>
internal sealed class ConvexitySearch
{
    private const int Climb = 60;
    private const double Wanted = 3e-6, Firm = 0.02;

    private readonly Question _question;
    private readonly PointSampler _sampler;
    private readonly StartingChords _starts;
    private readonly Variable[] _movable;

    public ConvexitySearch(Question question, long seed)
    {
        _question = question;
        _sampler = new PointSampler(question, seed);
        _starts = new StartingChords(question, _sampler, seed);
        _movable = [.. question.Moving, .. question.Moving, .. question.Quantified];
    }

    /// <summary>Evaluations done so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>Searches one entry.</summary>
    /// <param name="entry">Its place in C order.</param>
    /// <param name="above">Whether a point above a chord is sought, which refutes convexity; else one below, which refutes concavity.</param>
    /// <param name="budget">The most evaluations.</param>
    /// <param name="stop">Asked between climbs.</param>
    public ConvexityCounterexample? Search(int entry, bool above, int budget, Func<bool> stop)
    {
        ChordEvaluator evaluator = new(_question, entry, 0.5, above ? 1 : -1);
        Assignment? best = null;
        double most = 0;
        for (int attempt = 0, spent = 0; spent < budget && !stop(); attempt++)
        {
            Assignment point = _starts.Chord(attempt);
            int before = Evaluations;
            double reached = ClimbFrom(evaluator, point, above, stop);
            spent += Evaluations - before;
            if (reached > most)
            {
                (most, best) = (reached, point);
            }

            if (most >= Firm)
            {
                break;
            }
        }

        return best is null || most < Wanted ? null : Polished(evaluator, best, entry, above);
    }

    /// <summary>Climbs with steps adapted to each entry (Kingma and Ba 2015), and leaves the best point in place.</summary>
    private double ClimbFrom(ChordEvaluator evaluator, Assignment point, bool above, Func<bool> stop)
    {
        Tensor<double>[] tensors = [.. point.All];
        double[][] first = [.. tensors.Select(tensor => new double[tensor.Span.Length])], second = [.. tensors.Select(tensor => new double[tensor.Span.Length])];
        double size = tensors.Max(tensor => Largest(tensor)), rate = 0.05 * (size > 0 ? size : 1), most = double.NegativeInfinity;
        Assignment best = point.Copy();
        for (int round = 1; round <= Climb && !(round > 1 && stop()); round++)
        {
            Evaluations++;
            double excess = Relative(evaluator.Run(point), above);
            if (double.IsNaN(excess))
            {
                break;
            }

            if (excess > most)
            {
                (most, best) = (excess, point.Copy());
            }

            if (most >= Firm)
            {
                break;
            }

            for (int i = 0; i < tensors.Length; i++)
            {
                Step(tensors[i].Span, evaluator.Gradient(i), first[i], second[i], rate, round);
                _sampler.Project(_movable[i], tensors[i]);
            }
        }

        foreach ((Tensor<double> target, Tensor<double> source) in tensors.Zip(best.All))
        {
            source.Span.CopyTo(target.Span);
        }

        return most;
    }

    private static void Step(Span<double> values, ReadOnlySpan<double> gradient, double[] first, double[] second, double rate, int round)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(gradient[i]))
            {
                continue;
            }

            first[i] = (0.9 * first[i]) + (0.1 * gradient[i]);
            second[i] = (0.99 * second[i]) + (0.01 * gradient[i] * gradient[i]);
            double mean = first[i] / (1 - Math.Pow(0.9, round)), spread = Math.Sqrt(second[i] / (1 - Math.Pow(0.99, round)));
            values[i] += spread > 0 ? rate * mean / spread : 0;
        }
    }

    /// <summary>The same chord with as few digits as still refute, which a reader follows more easily.</summary>
    private ConvexityCounterexample? Polished(ChordEvaluator evaluator, Assignment point, int entry, bool above)
    {
        for (int digits = 0; digits <= 4; digits++)
        {
            Assignment rounded = point.Copy();
            foreach ((Tensor<double> tensor, Variable variable) in rounded.All.Zip(_movable))
            {
                for (int i = 0; i < tensor.Span.Length; i++)
                {
                    // Adding 0 turns −0 into 0.
                    tensor.Span[i] = Math.Round(tensor.Span[i], digits) + 0.0;
                }

                _sampler.Project(variable, tensor);
            }

            if (Relative(evaluator.Run(rounded), above) > Wanted && Told(rounded, entry) is ConvexityCounterexample found)
            {
                return found;
            }
        }

        return Told(point, entry);
    }

    /// <summary>The counterexample, if it stands when it is computed anew by the reference rules.</summary>
    private ConvexityCounterexample? Told(Assignment point, int entry)
    {
        Dictionary<Variable, Tensor<double>> others = new(_question.Values.Where(pair => !_question.Moving.Contains(pair.Key)));
        foreach ((Variable variable, Tensor<double> value) in _question.Quantified.Zip(point.Free))
        {
            others[variable] = value;
        }

        IReadOnlyDictionary<Variable, Tensor<double>> a = Assignment.Named(_question.Moving, point.A), b = Assignment.Named(_question.Moving, point.B);
        Dictionary<Variable, Tensor<double>> mixed = a.ToDictionary(pair => pair.Key, pair => Middle(pair.Value, b[pair.Key]));
        (double atA, double spreadA) = At(a, others, entry);
        (double atB, double spreadB) = At(b, others, entry);
        (double atMix, double spreadMix) = At(mixed, others, entry);
        ConvexityCounterexample found = new(a, b, 0.5, others, IndexOf(entry, _question.Expression.Shape), atA, atB, atMix);
        double doubt = spreadA + spreadB + spreadMix;
        return Math.Abs(found.Violation) >= 2 * found.Margin && doubt <= 1e-3 * Math.Abs(found.Violation) ? found : null;
    }

    private (double Value, double Spread) At(IReadOnlyDictionary<Variable, Tensor<double>> moving, Dictionary<Variable, Tensor<double>> others, int entry) =>
        Replay.Entry(_question.Expression, variable => moving.TryGetValue(variable, out Tensor<double>? own) ? own : others[variable], entry);

    private static Tensor<double> Middle(Tensor<double> a, Tensor<double> b) => new(a.Shape, [.. a.Span.ToArray().Zip(b.Span.ToArray(), (left, right) => (0.5 * left) + (0.5 * right))]);

    private static double Relative((double AtA, double AtB, double AtMix) values, bool above)
    {
        double excess = values.AtMix - ((values.AtA + values.AtB) / 2), scale = 1 + Math.Max(Math.Abs(values.AtA), Math.Max(Math.Abs(values.AtB), Math.Abs(values.AtMix)));
        return double.IsFinite(scale) ? (above ? excess : -excess) / scale : double.NaN;
    }

    private static double Largest(Tensor<double> tensor)
    {
        double largest = 0;
        foreach (double entry in tensor.Span)
        {
            largest = Math.Max(largest, Math.Abs(entry));
        }

        return largest;
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
