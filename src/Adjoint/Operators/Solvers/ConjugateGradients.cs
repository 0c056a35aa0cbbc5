using Adjoint.Tensors;
using static Adjoint.Operators.TensorAlgebra;

namespace Adjoint.Operators.Solvers;

/// <summary>
/// Conjugate gradients (Hestenes and Stiefel 1952), for least squares and for positive definite equations. They need the operator and its adjoint only, and
/// memory for five vectors; in exact arithmetic they end after as many steps as there are unknowns.
/// </summary>
public static class ConjugateGradients
{
    /// <summary>
    /// Minimises <c>‖b − A x‖² + ρ‖x‖²</c> from x = 0 (CGLS: Björck 1996, section 7.4.1). The problem is convex, so what it finds is a global minimum, and of several
    /// the one of least norm.
    /// </summary>
    /// <remarks>It stops where <c>‖Aᵀ(b − A x) − ρ x‖ ≤ tolerance · ‖Aᵀb‖</c>.</remarks>
    /// <param name="map">A.</param>
    /// <param name="target">b, of A's range shape.</param>
    /// <param name="options">When to stop, and the ridge ρ.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">The target has another shape, or entries that are not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArithmeticException">The operator gives numbers that are not finite.</exception>
    public static SolverResult Minimize(LinearOperator map, Tensor<double> target, SolverOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SolverOptions();
        SolverRun run = new(map, target, options, cancellation);
        Tensor<double> solution = new(map.Domain), residual = target.Clone();
        Tensor<double> gradient = map.Adjoint.Apply(residual, options.Workers), direction = gradient.Clone();
        double ridge = options.Ridge, first = Norm(gradient), norm = first;
        run.Note(Norm(residual), first == 0 ? 0 : 1);
        SolverStop stop;
        while (!run.IsDone(norm, first, out stop))
        {
            // Norms and not their squares, which overflow and underflow sooner.
            Tensor<double> image = map.Apply(direction, options.Workers);
            double steepness = ridge == 0 ? Norm(image) : double.Hypot(Norm(image), Math.Sqrt(ridge) * Norm(direction));
            if (steepness == 0)
            {
                stop = SolverStop.NoProgress;
                break;
            }

            double step = norm / steepness * (norm / steepness);
            Add(step, direction, solution);
            Add(-step, image, residual);
            gradient = map.Adjoint.Apply(residual, options.Workers);
            if (ridge > 0)
            {
                Add(-ridge, solution, gradient);
            }

            double next = Norm(gradient);
            Scale(next / norm * (next / norm), direction);
            Add(1, gradient, direction);
            norm = next;
            run.Note(Norm(residual), norm / first);
        }

        // What is told is what is there: the numbers that were carried on drift from it.
        Tensor<double> left = Left(map, target, solution, options);
        gradient = map.Adjoint.Apply(left, options.Workers);
        Add(-ridge, solution, gradient);
        return run.Finish(solution, Norm(left), first == 0 ? 0 : Norm(gradient) / first, stop);
    }

    /// <summary>Solves <c>(A + ρ I) x = b</c> with a self-adjoint positive definite A, from x = 0 (Golub and Van Loan 2013, algorithm 11.3.3).</summary>
    /// <remarks>
    /// It stops where <c>‖b − (A + ρ I) x‖ ≤ tolerance · ‖b‖</c>. A direction along which the map is not positive ends it with <see cref="SolverStop.NotPositiveDefinite"/> and the
    /// solution reached until then.
    /// </remarks>
    /// <param name="map">A, its own adjoint.</param>
    /// <param name="target">b.</param>
    /// <param name="options">When to stop, and the shift ρ.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">The map is not its own adjoint; the target has another shape, or entries that are not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArithmeticException">The operator gives numbers that are not finite.</exception>
    public static SolverResult Solve(LinearOperator map, Tensor<double> target, SolverOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new SolverOptions();
        SolverRun run = new(map, target, options, cancellation);
        Symmetry.Require(map, options.Workers, "Conjugate gradients for equations");
        Tensor<double> solution = new(map.Domain), residual = target.Clone(), direction = target.Clone();
        double first = Norm(target), norm = first;
        run.Note(norm, first == 0 ? 0 : 1);
        SolverStop stop;
        while (!run.IsDone(norm, first, out stop))
        {
            Tensor<double> image = map.Apply(direction, options.Workers);
            if (options.Ridge > 0)
            {
                Add(options.Ridge, direction, image);
            }

            double length = Norm(direction), curvature = Dot(direction, image) / length / length;
            if (!(curvature > 0))
            {
                stop = double.IsNaN(curvature) ? throw new ArithmeticException("The operator gives NaN or ∞ for finite numbers.") : SolverStop.NotPositiveDefinite;
                break;
            }

            double step = norm / length * (norm / length) / curvature;
            Add(step, direction, solution);
            Add(-step, image, residual);
            double next = Norm(residual);
            Scale(next / norm * (next / norm), direction);
            Add(1, residual, direction);
            norm = next;
            run.Note(norm, norm / first);
        }

        Tensor<double> left = Left(map, target, solution, options);
        double without = Norm(left);
        Add(-options.Ridge, solution, left);
        return run.Finish(solution, without, first == 0 ? 0 : Norm(left) / first, stop);
    }

    /// <summary>b − A x.</summary>
    private static Tensor<double> Left(LinearOperator map, Tensor<double> target, Tensor<double> solution, SolverOptions options)
    {
        Tensor<double> left = target.Clone();
        Add(-1, map.Apply(solution, options.Workers), left);
        return left;
    }
}
