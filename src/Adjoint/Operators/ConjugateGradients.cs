using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;
using Adjoint.Kernels.Reductions;
using Adjoint.Tensors;

namespace Adjoint.Operators;

/// <summary>A least-squares solution and how it was reached.</summary>
/// <param name="Solution">The minimiser found.</param>
/// <param name="Iterations">Steps taken.</param>
/// <param name="RelativeGradient">‖Aᵀ(b − A x)‖ / ‖Aᵀb‖ at the end: 0 at a minimum.</param>
/// <param name="Residual">‖b − A x‖ at the end.</param>
public sealed record LeastSquaresSolution(Tensor<double> Solution, int Iterations, double RelativeGradient, double Residual);

/// <summary>
/// Conjugate gradients for least squares (CGLS: Hestenes and Stiefel 1952; Björck 1996, section 7.4.1). It needs the operator and its adjoint only,
/// and in exact arithmetic ends after as many steps as there are unknowns.
/// </summary>
public static class ConjugateGradients
{
    /// <summary>Minimises <c>‖b − A x‖²</c> from x = 0. The problem is convex, so what it finds is a global minimum.</summary>
    /// <param name="map">A.</param>
    /// <param name="target">b, of A's range shape.</param>
    /// <param name="tolerance">Stops when ‖Aᵀ(b − A x)‖ is at most this times ‖Aᵀb‖.</param>
    /// <param name="mostIterations">Stops after so many steps in any case.</param>
    /// <param name="workers">Threads; all cores if left out.</param>
    /// <param name="cancellation">Stops between steps.</param>
    public static LeastSquaresSolution Minimize(
        LinearOperator map, Tensor<double> target, double tolerance = 1e-10, int mostIterations = 1000, WorkerPool? workers = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(target);
        Tensor<double> solution = new(map.Domain), residual = target.Clone();
        Tensor<double> gradient = map.Adjoint.Apply(residual, workers), direction = gradient.Clone();
        double first = SquaredNorm(gradient), squared = first;
        int iterations = 0;
        while (iterations < mostIterations && squared > tolerance * tolerance * first)
        {
            cancellation.ThrowIfCancellationRequested();
            Tensor<double> image = map.Apply(direction, workers);
            double curvature = SquaredNorm(image);
            if (curvature == 0)
            {
                break;
            }

            double step = squared / curvature;
            Add(step, direction, solution);
            Add(-step, image, residual);
            gradient = map.Adjoint.Apply(residual, workers);
            double next = SquaredNorm(gradient);
            Scale(next / squared, direction);
            Add(1, gradient, direction);
            squared = next;
            iterations++;
        }

        double relative = first == 0 ? 0 : Math.Sqrt(squared / first);
        return new LeastSquaresSolution(solution, iterations, relative, Math.Sqrt(SquaredNorm(residual)));
    }

    private static double SquaredNorm(Tensor<double> tensor) => Reduction.SumOfSquares<double>(tensor.Span);

    private static void Add(double factor, Tensor<double> source, Tensor<double> target) =>
        ElementwiseLoops.AddScaled(factor, source.Span, target.Span);

    private static void Scale(double factor, Tensor<double> target) => ElementwiseLoops.Scale(factor, target.Span);
}
