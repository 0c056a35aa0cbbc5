using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Looks for starts from which descent runs away, for a step and for steps a million million times smaller: where the gradient grows faster than the distance there is one for every step. That it does, however far out, is proven.
/// </summary>
internal sealed class DivergenceSearch(Question question, Objective objective, SearchPoints points, Func<bool> stop)
{
    private const int MostIterates = 400, Shown = 12;
    private static readonly double[] Steps = [0.1, 1e-3, 1e-6, 1e-12];

    /// <summary>A failure; nothing if none was found.</summary>
    public DescentFailure? Search()
    {
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> others in points.Assignments.TakeWhile(_ => !stop()))
        {
            double[][] directions = [.. points.Simple().Skip(1).Take(4), .. Enumerable.Range(300, 4).Select(number => points.Random(number, 1))];
            foreach (double[] direction in directions.Where(direction => Vectors.Norm(direction) > 0 && Outgrows(direction, others)))
            {
                if (stop())
                {
                    return null;
                }

                List<(double Step, List<double[]> Iterates, List<double> Losses)> runs = [];
                foreach (double step in Steps)
                {
                    if (Escape(step, direction, others) is not (List<double[]> iterates, List<double> losses))
                    {
                        break;
                    }

                    runs.Add((step, iterates, losses));
                }

                if (runs.Count == Steps.Length && RayForm.Of(question, objective.Named(direction), others)?.OutgrowsSquares() == true && Told(runs, others) is DescentFailure found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>Whether the gradient grows faster than the distance, which one that is Lipschitz does not.</summary>
    private bool Outgrows(double[] direction, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double[] origin = objective.At(new double[direction.Length], others).Gradient;
        double Slope(double distance) => Vectors.Norm(Vectors.Plus(objective.At(Vectors.Times(distance, direction), others).Gradient, -1, origin)) / distance;
        double near = Slope(1), far = Slope(1e12);
        return !double.IsFinite(far) || !double.IsFinite(near) || far > 1e6 * near;
    }

    /// <summary>Iterates from a start on a line through the origin, each with a higher loss than the one before until numbers end.</summary>
    private (List<double[]> Iterates, List<double> Losses)? Escape(double step, double[] direction, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double near = 0, far = 0;
        for (double distance = 0.125; distance < 1e100; distance *= 3)
        {
            if (!Rises(step, distance, direction, others))
            {
                near = distance;
                continue;
            }

            far = distance;
            break;
        }

        if (far == 0)
        {
            return null;
        }

        for (int halving = 0; halving < 30; halving++)
        {
            double middle = (near + far) / 2;
            (near, far) = Rises(step, middle, direction, others) ? (near, middle) : (middle, far);
        }

        // Near the border iterates that rise stay near it for long; where the gradient grows very fast, further out there are too few before numbers end.
        foreach (double beyond in (double[])[1.001, 1.00001])
        {
            if (Iterates(step, Vectors.Times(Rounded(far * beyond), direction), others) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private (List<double[]> Iterates, List<double> Losses)? Iterates(double step, double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        List<double[]> iterates = [point];
        (double value, double[] gradient) = objective.At(point, others);
        List<double> losses = [value];
        while (iterates.Count < MostIterates)
        {
            point = Vectors.Plus(point, -step, gradient);
            (double next, gradient) = objective.At(point, others);
            if (!double.IsFinite(next) || !Vectors.IsFinite(gradient) || next > 1e280)
            {
                return iterates.Count >= 3 ? (iterates, losses) : null;
            }

            if (!(next >= losses[^1]))
            {
                return null;
            }

            iterates.Add(point);
            losses.Add(next);
        }

        return null;
    }

    private bool Rises(double step, double distance, double[] direction, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double[] start = Vectors.Times(distance, direction);
        (double before, double[] gradient) = objective.At(start, others);
        return double.IsFinite(before) && (!Vectors.IsFinite(gradient) || !(objective.At(Vectors.Plus(start, -step, gradient), others).Value <= before));
    }

    private DescentFailure? Told(List<(double Step, List<double[]> Iterates, List<double> Losses)> runs, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        (double step, List<double[]> iterates, List<double> losses) = runs[0];
        double[] lower = Backtracking.From(objective, new double[objective.Size], others, points, 80);
        (double below, double doubt) = objective.Replayed(lower, others);
        (double start, double spread) = objective.Replayed(iterates[0], others);
        if (!(start - below > 1e-5 * (1 + Math.Abs(start))) || !(doubt + spread <= 1e-3 * (start - below)) || !Replays(step, iterates, losses, others))
        {
            return null;
        }

        return new DescentFailure(
            DescentFailureKind.Divergence, others, objective.Named(iterates[0]), start, objective.Named(objective.ReplayedGradient(iterates[0], others).Gradient),
            "the gradient grows faster than the distance, so that no step is short enough for every start: the iterates run away, and so they do with a step a hundred thousand million times shorter from a start further out")
        {
            Lower = objective.Named(lower),
            AtLower = below,
            Step = step,
            Iterates = [.. iterates.Take(Shown).Select(objective.Named)],
            Losses = [.. losses.Take(Shown)],
            OtherSteps = [.. runs.Skip(1).Select(run => run.Step)],
        };
    }

    /// <summary>Whether the first iterates come out again, and rise, by the reference rules.</summary>
    private bool Replays(double step, List<double[]> iterates, List<double> losses, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        for (int i = 0; i + 1 < Math.Min(iterates.Count, Shown); i++)
        {
            double[] next = Vectors.Plus(iterates[i], -step, objective.ReplayedGradient(iterates[i], others).Gradient);
            if (!(Vectors.Norm(Vectors.Plus(next, -1, iterates[i + 1])) <= 1e-6 * Vectors.Norm(iterates[i + 1])) || !(losses[i + 1] >= losses[i]))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Rounded up to seven digits.</summary>
    private static double Rounded(double number)
    {
        double unit = Math.Pow(10, Math.Floor(Math.Log10(number)) - 6);
        return Math.Ceiling(number / unit) * unit;
    }
}
