using Adjoint.Graph;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>Descent whose step is halved until the loss falls enough (Armijo 1966): a way to low points, nothing is claimed of it.</summary>
internal static class Backtracking
{
    /// <summary>The lowest point that a number of steps reach.</summary>
    public static double[] From(Objective objective, double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others, SearchPoints points, int steps)
    {
        double step = 1;
        (double value, double[] gradient) = objective.At(point, others);
        for (int i = 0; i < steps && double.IsFinite(value) && Vectors.IsFinite(gradient); i++)
        {
            double square = Vectors.Dot(gradient, gradient);
            if (!(square > 1e-24))
            {
                break;
            }

            for (; step > 1e-12; step /= 2)
            {
                double[] next = Vectors.Plus(point, -step, gradient);
                (double at, double[] slope) = objective.At(next, others);
                if (at <= value - (1e-4 * step * square) && points.IsAdmitted(next))
                {
                    (point, value, gradient) = (next, at, slope);
                    break;
                }
            }

            if (step <= 1e-12)
            {
                break;
            }

            step *= 2;
        }

        return point;
    }
}
