using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>
/// Looks for a point at which the gradient vanishes though the loss is lower elsewhere: simple points at which it vanishes exactly, and points that Newton's method finds, near which
/// an exact one lies because the Hessian is far from singular.
/// </summary>
internal sealed class StationarySearch(Objective objective, SearchPoints points, Func<bool> stop)
{
    private const int MostNewton = 30, NewtonStarts = 12, Starts = 6;

    /// <summary>A failure; nothing if none was found.</summary>
    public DescentFailure? Search()
    {
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> others in points.Assignments.TakeWhile(_ => !stop()))
        {
            (double Value, double[] Point)[] lower = [.. Lows(others).Select(point => (objective.At(point, others).Value, point)).Where(low => double.IsFinite(low.Value)).OrderBy(low => low.Value).Take(3)];
            foreach (double[] point in points.Simple())
            {
                if (stop())
                {
                    return null;
                }

                if (IsStationary(point, others) && Told(point, lower, others, exact: true) is DescentFailure found)
                {
                    return found;
                }
            }

            if (NewtonFrom(lower, others) is DescentFailure near)
            {
                return near;
            }
        }

        return null;
    }

    /// <summary>A simple point on a kink at which the gradient is taken as exactly 0, though the loss is lower elsewhere.</summary>
    public DescentFailure? SearchKinks()
    {
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> others in points.Assignments.TakeWhile(_ => !stop()))
        {
            (double Value, double[] Point)[]? lower = null;
            foreach (double[] point in points.Simple().TakeWhile(_ => !stop()))
            {
                (double value, double[] gradient) = objective.At(point, others);
                if (!double.IsFinite(value) || gradient.Any(entry => entry != 0) || objective.ReplayedGradient(point, others).Largest != 0 || objective.IsDifferentiable(point, others) || !objective.IsFarFromSaturation(point, others))
                {
                    continue;
                }

                lower ??= [.. Lows(others).Select(low => (objective.At(low, others).Value, low)).Where(low => double.IsFinite(low.Value)).OrderBy(low => low.Value).Take(3)];
                if (Told(point, lower, others, exact: true) is DescentFailure found)
                {
                    return found with
                    {
                        Kind = DescentFailureKind.Stall,
                        Because = "at this kink the gradient is taken as 0, so that descent which starts there stays, with any step, though the loss is lower elsewhere",
                        Step = 0.1,
                        Iterates = [found.Start, found.Start],
                        Losses = [found.AtStart, found.AtStart],
                        OtherSteps = [1e-3, 1e-6],
                    };
                }
            }
        }

        return null;
    }

    private bool IsStationary(double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        (double value, double[] gradient) = objective.At(point, others);
        return double.IsFinite(value) && gradient.All(entry => entry == 0) && objective.IsDifferentiable(point, others) && objective.ReplayedGradient(point, others).Largest == 0
            && objective.IsFarFromSaturation(point, others);
    }

    private DescentFailure? NewtonFrom((double Value, double[] Point)[] lower, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        if (objective.Size > MostNewton)
        {
            return null;
        }

        for (int start = 0; start < NewtonStarts && !stop(); start++)
        {
            double[] from = start < lower.Length ? lower[start].Point : points.Random(100 + start, start % 2 == 0 ? 1 : 0.3);
            if (NewtonMethod.Stationary(objective, from, others) is double[] point && points.IsAdmitted(point) && objective.IsDifferentiable(point, others) && objective.IsFarFromSaturation(point, others)
                && Told(point, lower, others, exact: false) is DescentFailure found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Low points: where descent with backtracking ends.</summary>
    private IEnumerable<double[]> Lows(IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double[][] simple = [.. points.Simple().Skip(1)];
        simple = simple.Length <= 8 ? simple : [.. simple[..4], .. simple[^4..]];
        for (int start = 0; start < Starts + simple.Length && !stop(); start++)
        {
            double[] from = start < Starts ? points.Random(start, start % 3 == 0 ? 1 : start % 3 == 1 ? 0.3 : 3) : simple[start - Starts];
            yield return Backtracking.From(objective, from, others, points, 80);
        }
    }

    private DescentFailure? Told(double[] point, (double Value, double[] Point)[] lower, IReadOnlyDictionary<Variable, Tensor<double>> others, bool exact)
    {
        double here = objective.At(point, others).Value;
        if (lower.Length == 0 || !(here - lower[0].Value > 1e-5 * (1 + Math.Max(Math.Abs(here), Math.Abs(lower[0].Value)))))
        {
            return null;
        }

        (double value, double spread) = objective.Replayed(point, others);
        DescentFailure? best = null;
        foreach (double[] low in lower.SelectMany(low => Rounded(low.Point)))
        {
            if (!points.IsAdmitted(low))
            {
                continue;
            }

            (double below, double doubt) = objective.Replayed(low, others);
            double scale = 1 + Math.Max(Math.Abs(value), Math.Abs(below)), gap = value - below;
            if (double.IsFinite(scale) && gap > 1e-5 * scale && spread + doubt <= 1e-3 * gap && (best is null || below < best.AtLower))
            {
                string because = exact
                    ? "the gradient is exactly zero there, so that descent which starts there stays, and the loss is lower elsewhere"
                    : "the gradient vanishes there up to rounding and the Hessian is far from singular, so that descent which starts at the stationary point stays, and the loss is lower elsewhere";
                best = new DescentFailure(DescentFailureKind.StationaryPoint, others, objective.Named(point), value, objective.Named(objective.ReplayedGradient(point, others).Gradient), because)
                {
                    Lower = objective.Named(low),
                    AtLower = below,
                };
                if (Decimals(low) <= 1 && gap > 0.1 * scale)
                {
                    break;
                }
            }
        }

        return best;
    }

    /// <summary>A point with few digits, which a reader follows more easily, then itself.</summary>
    private static IEnumerable<double[]> Rounded(double[] point) =>
        [[.. point.Select(entry => Math.Round(entry))], [.. point.Select(entry => Math.Round(entry, 1))], [.. point.Select(entry => Math.Round(entry, 2))], point];

    private static int Decimals(double[] point) => point.All(entry => entry == Math.Round(entry)) ? 0 : point.All(entry => entry == Math.Round(entry, 1)) ? 1 : 2;
}
