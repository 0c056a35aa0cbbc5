using Adjoint.Graph;
using Adjoint.Operators.Spectra;
using Adjoint.Tensors;

namespace Adjoint.Analysis.Convergence;

/// <summary>Newton's method for a point at which the gradient vanishes, be it a minimum or not; the Hessian by differences of gradients.</summary>
internal static class NewtonMethod
{
    private const int Most = 40;
    private const double Difference = 1e-5;

    // Curvatures below this part of the largest are taken as this; steps that are taken as none, relative to the point.
    private const double Floor = 1e-8, Arrived = 1e-10;

    // The least curvature, relative to the largest, of a Hessian that is far from singular, and what the gradient nearby may differ from what it says, relative to that.
    private const double Regular = 1e-4, Linear = 0.05;

    /// <summary>A point near which an exact stationary point lies: the last step is tiny, the Hessian far from singular, and the gradient around it as linear as that says.</summary>
    public static double[]? Stationary(Objective objective, double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        for (int round = 0; round < Most; round++)
        {
            (double value, double[] gradient) = objective.At(point, others);
            if (!double.IsFinite(value) || !Vectors.IsFinite(gradient) || Hessian(objective, point, others) is not double[][] hessian)
            {
                return null;
            }

            (double[] values, double[][] vectors) = SymmetricEigenproblem.Solve([.. hessian.Select(row => (double[])row.Clone())]);
            double largest = values.Max(Math.Abs), smallest = values.Min(Math.Abs);
            if (!(largest > 0))
            {
                return null;
            }

            double[] step = new double[point.Length];
            for (int i = 0; i < values.Length; i++)
            {
                double curvature = Math.Abs(values[i]) < Floor * largest ? Math.CopySign(Floor * largest, values[i]) : values[i];
                step = Vectors.Plus(step, -Vectors.Dot(vectors[i], gradient) / curvature, vectors[i]);
            }

            double size = Vectors.Norm(step), scale = 1 + Vectors.Norm(point);
            if (size <= Arrived * scale)
            {
                return smallest >= Regular * largest && IsLinear(objective, point, hessian, others) ? point : null;
            }

            point = Vectors.Plus(point, size > scale ? scale / size : 1, step);
        }

        return null;
    }

    private static double[][]? Hessian(Objective objective, double[] point, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        int n = point.Length;
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++)
        {
            double[] up = (double[])point.Clone(), down = (double[])point.Clone();
            up[i] += Difference;
            down[i] -= Difference;
            rows[i] = Vectors.Times(0.5 / Difference, Vectors.Plus(objective.At(up, others).Gradient, -1, objective.At(down, others).Gradient));
            if (!Vectors.IsFinite(rows[i]))
            {
                return null;
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
            {
                rows[i][j] = rows[j][i] = (rows[i][j] + rows[j][i]) / 2;
            }
        }

        return rows;
    }

    /// <summary>Whether the gradient a little away is what the Hessian says, so that no kink is near.</summary>
    private static bool IsLinear(Objective objective, double[] point, double[][] hessian, IReadOnlyDictionary<Variable, Tensor<double>> others)
    {
        double[] centre = objective.At(point, others).Gradient;
        for (int i = 0; i < point.Length; i++)
        {
            foreach (double move in (double[])[1e-3, -1e-3, 1e-4])
            {
                double[] moved = (double[])point.Clone();
                moved[i] += move;
                double[] rise = Vectors.Plus(objective.At(moved, others).Gradient, -1, centre);
                double[] expected = Vectors.Times(move, hessian[i]);
                if (!(Vectors.Norm(Vectors.Plus(rise, -1, expected)) <= Linear * Vectors.Norm(expected)))
                {
                    return false;
                }
            }
        }

        return true;
    }
}
