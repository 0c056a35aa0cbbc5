using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>Looks for a ray along which the loss falls at least as fast as a straight line, and is proven to do so for ever.</summary>
internal sealed class RaySearch(Question question, Objective objective, SearchPoints points, Func<bool> stop)
{
    private const int Furthest = 6;

    /// <summary>A failure; nothing if none was found.</summary>
    /// <param name="first">Directions that are tried before all others.</param>
    /// <param name="certified">Whether it is proven that the loss falls along them without end, so that no other proof is needed.</param>
    public DescentFailure? Search(IReadOnlyList<double[]> first, bool certified)
    {
        foreach (IReadOnlyDictionary<Variable, Tensor<double>> others in points.Assignments.TakeWhile(_ => !stop()))
        {
            double[] origin = new double[objective.Size];
            if (!points.IsAdmitted(origin))
            {
                return null;
            }

            foreach (double[] direction in first.Concat(Directions(origin, others)))
            {
                if (Falls(origin, direction, others, certified && first.Contains(direction)) is DescentFailure found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private IEnumerable<double[]> Directions(double[] origin, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        foreach (double[] simple in points.Simple().Skip(1))
        {
            yield return simple;
        }

        double[] gradient = objective.At(origin, others).Gradient;
        if (Vectors.IsFinite(gradient) && Vectors.Norm(gradient) > 0)
        {
            yield return Vectors.Times(-1, gradient);
        }

        for (int i = 0; i < Math.Min(objective.Size, 16); i++)
        {
            double[] basis = new double[objective.Size];
            basis[i] = 1;
            yield return basis;
            yield return Vectors.Times(-1, basis);
        }

        for (int i = 0; i < 4; i++)
        {
            yield return [.. points.Random(200 + i, 1).Select(entry => Math.Round(entry, 1))];
        }
    }

    private DescentFailure? Falls(double[] origin, double[] direction, IReadOnlyDictionary<Variable, Tensor<double>> others, bool certified)
    {
        double size = Vectors.Norm(direction);
        if (!(size > 0) || !double.IsFinite(size) || !points.IsAdmitted(Vectors.Times(1e100, direction)))
        {
            return null;
        }

        double start = objective.At(origin, others).Value, rate = double.PositiveInfinity;
        List<double> distances = [], losses = [];
        for (int power = 1; power <= Furthest; power++)
        {
            double distance = Math.Pow(10, power), loss = objective.At(Vectors.Times(distance, direction), others).Value;
            if (double.IsNegativeInfinity(loss) && distances.Count >= 2)
            {
                break;
            }

            // Each distance must keep at least half of the rate that the first ones showed.
            double own = (start - loss) / distance;
            if (!double.IsFinite(loss) || !(own > 1e-9) || (distances.Count >= 3 && own < 0.5 * rate))
            {
                return null;
            }

            rate = distances.Count < 3 ? Math.Min(rate, own) : rate;
            distances.Add(distance);
            losses.Add(loss);
        }

        // Once more as it was written, by the reference rules, as far as that gives numbers.
        int told = 0;
        for (; told < distances.Count; told++)
        {
            (double value, double spread) = objective.Replayed(Vectors.Times(distances[told], direction), others);
            if (!double.IsFinite(value) && told >= 2)
            {
                break;
            }

            if (!double.IsFinite(value) || !(value <= start - (0.25 * rate * distances[told])) || !(spread <= 1e-3 * Math.Abs(value - start)))
            {
                return null;
            }
        }

        // Numbers end before a loss that bends upwards far out does.
        if (!certified && RayForm.Of(question, objective.Named(direction), others)?.FallsForEver() != true)
        {
            return null;
        }

        return new DescentFailure(
            DescentFailureKind.UnboundedBelow, others, objective.Named(origin), start, objective.Named(objective.ReplayedGradient(origin, others).Gradient),
            $"along the ray the loss falls by at least {0.5 * rate:G3} for each unit, for ever: {(certified ? "it grows no faster there than a line that falls (decided in fractions)" : "along it it is concave, or what falls outgrows all else")}, so that it has no infimum")
        {
            Direction = objective.Named(direction),
            Distances = [.. distances.Take(told)],
            Losses = [.. losses.Take(told)],
        };
    }
}
