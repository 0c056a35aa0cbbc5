using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Refutation;

/// <summary>Makes the relative excess of an entry over a chord large: by the gradient in both ends and in all that is quantified, and by making parts of the chord larger and smaller.</summary>
/// <param name="evaluator">The excess and its gradient.</param>
/// <param name="sampler">Keeps points admitted.</param>
/// <param name="movable">What each tensor of a chord belongs to, ends first.</param>
/// <param name="clock">Asked before each evaluation.</param>
internal sealed class ChordClimb(ChordEvaluator evaluator, PointSampler sampler, Variable[] movable, AnalysisClock clock)
{
    /// <summary>What is worth reporting at once: nobody doubts it.</summary>
    public const double Firm = 0.02;

    private const int Rounds = 60;
    private static readonly double[] Sizes = [1, 0.3, 3, 0.1, 10, 0.03, 30, 0.01, 100, 1e-3, 1e3, 1e-4, 1e4, 1e5];

    /// <summary>Evaluations done so far.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The relative excess of a chord; no number where a value is none.</summary>
    public double At(Assignment point)
    {
        Evaluations++;
        return evaluator.Run(point);
    }

    /// <summary>The chord about a point, or from it, in a direction, whose length gives the most.</summary>
    /// <param name="center">The values of what moves at its middle, or at one end.</param>
    /// <param name="direction">Where it goes, of about norm 1.</param>
    /// <param name="free">The values of what is quantified.</param>
    public Assignment About(Tensor<double>[] center, Tensor<double>[] direction, Tensor<double>[] free)
    {
        Assignment? best = null;
        double most = double.NegativeInfinity;
        foreach (double size in Sizes)
        {
            foreach ((double from, double to) in (ReadOnlySpan<(double, double)>)[(-size, size), (0, size), (-size, 0)])
            {
                Assignment chord = new(Moved(from), Moved(to), free);
                double excess = clock.IsOver ? double.NaN : At(chord);
                if (best is null || excess > most)
                {
                    (most, best) = (double.IsNaN(excess) ? most : excess, chord);
                }

                if (most >= Firm || clock.IsOver)
                {
                    return best;
                }
            }
        }

        return best!;

        Tensor<double>[] Moved(double size)
        {
            Tensor<double>[] end = [.. center.Select(tensor => tensor.Clone())];
            for (int i = 0; i < end.Length; i++)
            {
                for (int j = 0; j < end[i].Span.Length; j++)
                {
                    end[i].Span[j] += size * direction[i].Span[j];
                }

                sampler.Project(movable[i], end[i]);
            }

            return end;
        }
    }

    /// <summary>Climbs with steps adapted to each entry (Kingma and Ba 2015), and leaves the best point in place.</summary>
    /// <returns>The relative excess there.</returns>
    public double From(Assignment point)
    {
        Tensor<double>[] tensors = [.. point.All];
        double[][] first = [.. tensors.Select(tensor => new double[tensor.Span.Length])], second = [.. tensors.Select(tensor => new double[tensor.Span.Length])];
        double size = tensors.Max(Largest), rate = 0.05 * (size > 0 ? size : 1), most = double.NegativeInfinity;
        Assignment best = point.Copy();
        for (int round = 1; round <= Rounds && !clock.IsOver; round++)
        {
            double excess = At(point);
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
                sampler.Project(movable[i], tensors[i]);
            }
        }

        Copy(best, point);
        return most is > 0 and < Firm ? Scaled(point, most) : most;
    }

    /// <summary>Makes what is quantified, the chord's length and its distance from zero ten times larger or smaller, one at a time, as long as that gives more: an excess too small to tell may only be too small beside 1.</summary>
    private double Scaled(Assignment point, double most)
    {
        const double step = 10, worth = 1.05;
        const int longest = 12;
        for (int group = -2; group < point.Free.Length; group++)
        {
            foreach (double factor in (ReadOnlySpan<double>)[step, 1 / step])
            {
                for (int times = 0; times < longest && most < Firm && !clock.IsOver; times++)
                {
                    Assignment tried = point.Copy();
                    Scale(tried, group, factor);
                    foreach ((Tensor<double> tensor, Variable variable) in tried.All.Zip(movable))
                    {
                        sampler.Project(variable, tensor);
                    }

                    double excess = At(tried);
                    if (!(excess > worth * most))
                    {
                        break;
                    }

                    most = excess;
                    Copy(tried, point);
                }
            }
        }

        return most;
    }

    private static void Scale(Assignment point, int group, double factor)
    {
        if (group >= 0)
        {
            Multiply(point.Free[group], factor);
            return;
        }

        foreach ((Tensor<double> a, Tensor<double> b) in point.A.Zip(point.B))
        {
            for (int i = 0; i < a.Span.Length; i++)
            {
                double middle = (a.Span[i] + b.Span[i]) / 2, half = (b.Span[i] - a.Span[i]) / 2 * factor;
                middle *= group == -1 ? factor : 1;
                (a.Span[i], b.Span[i]) = (middle - half, middle + half);
            }
        }
    }

    private static void Multiply(Tensor<double> tensor, double factor)
    {
        foreach (ref double entry in tensor.Span)
        {
            entry *= factor;
        }
    }

    private static void Copy(Assignment from, Assignment to)
    {
        foreach ((Tensor<double> target, Tensor<double> source) in to.All.Zip(from.All))
        {
            source.Span.CopyTo(target.Span);
        }
    }

    private static void Step(Span<double> values, ReadOnlySpan<double> gradient, double[] first, double[] second, double rate, int round)
    {
        double firstBias = 1 - Math.Pow(0.9, round), secondBias = 1 - Math.Pow(0.99, round);
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsFinite(gradient[i]))
            {
                continue;
            }

            first[i] = (0.9 * first[i]) + (0.1 * gradient[i]);
            second[i] = (0.99 * second[i]) + (0.01 * gradient[i] * gradient[i]);
            double mean = first[i] / firstBias, spread = Math.Sqrt(second[i] / secondBias);
            values[i] += spread > 0 ? rate * mean / spread : 0;
        }
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
}
