using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>Looks for kinks between whose sides descent goes to and fro, for a step and for steps that are ten, a hundred, … times shorter.</summary>
/// <param name="objective">The loss.</param>
/// <param name="kinks">Its parts that change their slope only at kinks: a bend that is only steep is no failure, for there is a step that is short enough.</param>
/// <param name="points">Starts.</param>
/// <param name="stop">Whether to stop.</param>
internal sealed class OscillationSearch(Objective objective, Objective kinks, SearchPoints points, Func<bool> stop)
{
    private const int Iterations = 330, Watched = 120, Jumps = 12, Shown = 12, Long = 20_000;
    private static readonly double[] Steps = [0.1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

    // A part of what a loss with a kink of slope s keeps above its infimum with step η, which is about η s²; what rounding may keep it above; the least jump of the slope, and the most that a cycle may go on, relative to s.
    private const double Kept = 1e-3, Rounded = 1e-9, Jumped = 1e-2, Drifted = 0.02;

    private sealed record Run(double Step, double[] Start, double Least, double Slope, double Jump, double Drift);

    /// <summary>A failure; nothing if none was found.</summary>
    public DescentFailure? Search()
    {
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> others in points.Assignments.TakeWhile(_ => !stop()))
        {
            for (int start = 0; start < (points.Count == 1 ? 3 : 1) && !stop(); start++)
            {
                if (From(points.Random(400 + start, 1), others) is DescentFailure found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private DescentFailure? From(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        // Each step goes on from where the larger one ended, a little aside so that it does not stand on a kink by chance.
        List<Run> runs = [];
        double least = double.PositiveInfinity;
        double[] lowest = point;
        double[] aside = points.Random(450, 1);
        foreach (double step in Steps)
        {
            point = Vectors.Plus(point, 0.37 * step, aside);
            double watched = double.PositiveInfinity, slope = 0;
            List<double> jumps = [];
            double[] start = point;
            double[]? last = null;
            for (int i = 0; i < Iterations; i++)
            {
                (double value, double[] gradient) = objective.At(point, others);
                if (!double.IsFinite(value) || !Vectors.IsFinite(gradient) || Math.Abs(value) > 1e100)
                {
                    // A step that is too long even for the smooth part says nothing.
                    (watched, point) = (double.NegativeInfinity, lowest);
                    break;
                }

                if (value < least)
                {
                    (least, lowest) = (value, point);
                }

                if (i == Iterations - Watched)
                {
                    start = point;
                }

                if (i >= Iterations - Watched)
                {
                    watched = Math.Min(watched, value);
                    slope = Math.Max(slope, Vectors.Norm(gradient));
                    double[] sides = kinks.At(point, others).Gradient;
                    jumps.Add(last is null ? 0 : Vectors.Norm(Vectors.Plus(sides, -1, last)));
                    last = sides;
                }

                point = Vectors.Plus(point, -step, gradient);
            }

            // Several steps may lie on one side of a kink before one leads across: so many jumps there are at least.
            double jump = jumps.Count == Watched ? jumps.OrderDescending().ElementAt(Jumps - 1) : 0;

            // What a cycle does not bring back: along a kink that leads downhill the iterates drift.
            runs.Add(new Run(step, start, watched, slope, jump, Vectors.Norm(Vectors.Plus(point, -1, start)) / (Watched * step)));
        }

        // It fails with all steps but perhaps the largest ones: the loss stays above what is known by a part of the step, and the gradient keeps jumping, which no Lipschitz gradient does as steps shrink.
        Run[] failing = [.. runs.Where(run => run.Least - least > Kept * run.Step * run.Slope * run.Slope && run.Least - least > Rounded * (1 + Math.Abs(least)) && run.Jump > Jumped * run.Slope && run.Drift < Drifted * run.Slope)];
        return failing.Length >= 4 && failing.Any(run => run.Step == 1e-5) && Persists(failing[0], least, others) ? Told(failing[0], failing, lowest, others) : null;
    }

    /// <summary>Whether many more iterations do not bring the loss down either.</summary>
    private bool Persists(Run run, double least, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double[] point = run.Start;
        for (int i = 0; i < Long; i++)
        {
            (double value, double[] gradient) = objective.At(point, others);
            if (!(value - least > 0.5 * (run.Least - least)))
            {
                return false;
            }

            point = Vectors.Plus(point, -run.Step, gradient);
        }

        return true;
    }

    private DescentFailure? Told(Run run, Run[] failing, double[] lowest, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        (double below, double doubt) = objective.Replayed(lowest, others);
        List<double[]> iterates = [run.Start];
        List<double> losses = [];
        for (int i = 0; i < Watched; i++)
        {
            (double value, double spread) = i < Shown ? objective.Replayed(iterates[^1], others) : (objective.At(iterates[^1], others).Value, 0);
            if (!(value - below > 2 * (spread + doubt)))
            {
                return null;
            }

            losses.Add(value);
            iterates.Add(Vectors.Plus(iterates[^1], -run.Step, i < Shown ? objective.ReplayedGradient(iterates[^1], others).Gradient : objective.At(iterates[^1], others).Gradient));
        }

        return new DescentFailure(
            DescentFailureKind.Oscillation, others, objective.Named(run.Start), losses[0], objective.Named(objective.ReplayedGradient(run.Start, others).Gradient),
            "the iterates go to and fro between the sides of a kink, and the loss stays above a value that it takes elsewhere; shorter steps do the same nearer to the kink")
        {
            Lower = objective.Named(lowest),
            AtLower = below,
            Step = run.Step,
            Iterates = [.. iterates.Take(Shown).Select(objective.Named)],
            Losses = [.. losses.Take(Shown)],
            OtherSteps = [.. failing.Skip(1).Select(other => other.Step)],
        };
    }
}
