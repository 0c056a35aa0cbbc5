using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Looks for starts at which the loss is a number and from which one step of descent leads to where it is none, for a step and for steps a million million times smaller: so it is where the gradient grows
/// without bound towards the border of a logarithm's domain, and the loss falls towards it.
/// </summary>
internal sealed class DomainSearch(Objective objective, SearchPoints points, Func<bool> stop)
{
    private const int Halvings = 60;
    private static readonly double[] Steps = [0.1, 1e-3, 1e-6, 1e-12];

    /// <summary>A failure; nothing if none was found.</summary>
    public DescentFailure? Search()
    {
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> others in points.Assignments.TakeWhile(_ => !stop()))
        {
            foreach (double[] direction in points.Simple().Skip(1).Take(4).Where(direction => Vectors.Norm(direction) > 0))
            {
                double[]?[] starts = [.. Steps.Select(step => Leaving(step, direction, others))];
                if (starts.All(start => start is not null) && Told(starts[0]!, others) is DescentFailure found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>A start on a line to the origin, within its domain, whose next iterate lies well outside of it.</summary>
    private double[]? Leaving(double step, double[] direction, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double distance = 1;
        for (int i = 0; i < Halvings; i++, distance /= 2)
        {
            double[] start = Vectors.Times(distance, direction);
            (double value, double[] gradient) = objective.At(start, others);
            if (!double.IsFinite(value) || !Vectors.IsFinite(gradient))
            {
                return null;
            }

            // A number again a little nearer or further, so that rounding does not decide.
            if (((double[])[0.9, 1, 1.1]).All(part => double.IsNaN(objective.At(Vectors.Plus(start, -part * step, gradient), others).Value)))
            {
                return start;
            }
        }

        return null;
    }

    private DescentFailure? Told(double[] start, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        // What is lower is nearer to the border.
        double[] lower = Vectors.Times(1.0 / 1024, start), gradient = objective.ReplayedGradient(start, others).Gradient, next = Vectors.Plus(start, -Steps[0], gradient);
        (double value, double spread) = objective.Replayed(start, others);
        (double below, double doubt) = objective.Replayed(lower, others);
        double gap = value - below;
        if (!(gap > 1e-3 * (1 + Math.Abs(value))) || !(spread + doubt <= 1e-3 * gap) || !double.IsNaN(objective.Replayed(next, others).Value))
        {
            return null;
        }

        return new DescentFailure(
            DescentFailureKind.Departure, others, objective.Named(start), value, objective.Named(gradient),
            "the first step leads out of the domain, to where the loss is not defined, though it is lower elsewhere; so does a step a hundred thousand million times shorter from a start nearer to the border")
        {
            Lower = objective.Named(lower),
            AtLower = below,
            Step = Steps[0],
            Iterates = [objective.Named(start), objective.Named(next)],
            Losses = [value],
            OtherSteps = [.. Steps.Skip(1)],
        };
    }
}
