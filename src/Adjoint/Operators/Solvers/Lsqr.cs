using Adjoint.Tensors;
using static Adjoint.Operators.TensorAlgebra;

namespace Adjoint.Operators.Solvers;

/// <summary>
/// LSQR (Paige and Saunders 1982, ACM TOMS 8, 43–71): least squares by Golub–Kahan bidiagonalisation. In exact arithmetic its iterates are those of conjugate gradients for least squares; it
/// loses less to rounding where the problem is ill-conditioned, and estimates ‖A‖ and the condition number on its way.
/// </summary>
public static class Lsqr
{
    /// <summary>Minimises <c>‖b − A x‖² + ρ‖x‖²</c> from x = 0; of several minima it finds the one of least norm. Their damping λ is √ρ.</summary>
    /// <param name="map">A.</param>
    /// <param name="target">b, of A's range shape.</param>
    /// <param name="options">When to stop, and the ridge ρ.</param>
    /// <param name="cancellation">Stops between steps.</param>
    /// <exception cref="ArgumentException">The target has another shape, or entries that are not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="ArithmeticException">The operator gives numbers that are not finite.</exception>
    public static SolverResult Minimize(LinearOperator map, Tensor<double> target, LsqrOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new LsqrOptions();
        SolverRun run = new(map, target, options, cancellation);
        Tensor<double> solution = new(map.Domain), u = target.Clone();
        double targetNorm = Norm(u), damping = Math.Sqrt(options.Ridge), beta = targetNorm;
        Unit(u, beta);
        Tensor<double> v = map.Adjoint.Apply(u, options.Workers);
        double alpha = Norm(v);
        Unit(v, alpha);
        Tensor<double> direction = v.Clone();

        // ρ̄ and φ̄ of the paper; the damped part of the residual is Σ ψ², and ‖D‖² grows towards ‖A⁻¹‖².
        double diagonal = alpha, remainder = beta, damped = 0, squaredNorm = 0, squaredInverse = 0, first = alpha * beta, gradient = first;
        double Residual() => double.Hypot(remainder, damped);
        run.Note(targetNorm, first == 0 ? 0 : 1);
        SolverStop? stop = first == 0 ? SolverStop.GradientSmall : run.IsAtLimit ? SolverStop.IterationLimit : null;
        while (stop is null)
        {
            Advance(map.Apply(v, options.Workers), ref u, alpha);
            beta = Norm(u);
            Unit(u, beta);
            squaredNorm += (alpha * alpha) + (beta * beta) + options.Ridge;
            Advance(map.Adjoint.Apply(u, options.Workers), ref v, beta);
            alpha = Norm(v);
            Unit(v, alpha);

            // One rotation removes the damping, the next one β.
            double undamped = double.Hypot(diagonal, damping), cosine = diagonal / undamped, sine = damping / undamped;
            damped = double.Hypot(damped, sine * remainder);
            remainder *= cosine;
            double pivot = double.Hypot(undamped, beta), c = undamped / pivot, s = beta / pivot, theta = s * alpha, phi = c * remainder;
            diagonal = -c * alpha;
            remainder *= s;
            Add(phi / pivot, direction, solution);
            double length = Norm(direction) / pivot;
            squaredInverse += length * length;
            Scale(-theta / pivot, direction);
            Add(1, v, direction);

            gradient = Math.Abs(remainder * alpha * c);
            run.Note(Residual(), gradient / first);
            double norm = Math.Sqrt(squaredNorm), residual = Residual();
            stop = residual <= (options.TargetTolerance * targetNorm) + (options.Tolerance * norm * Norm(solution)) ? SolverStop.ResidualSmall
                : gradient <= options.Tolerance * norm * residual ? SolverStop.GradientSmall
                : norm * Math.Sqrt(squaredInverse) > options.MostCondition ? SolverStop.ConditionLimit
                : run.IsAtLimit ? SolverStop.IterationLimit
                : alpha == 0 || beta == 0 ? SolverStop.NoProgress : null;
        }

        Tensor<double> left = target.Clone();
        Add(-1, map.Apply(solution, options.Workers), left);
        Tensor<double> slope = map.Adjoint.Apply(left, options.Workers);
        Add(-options.Ridge, solution, slope);
        return run.Finish(solution, Norm(left), first == 0 ? 0 : Norm(slope) / first, stop.Value);
    }

    /// <summary>vector = image − factor · vector, in the image's memory.</summary>
    private static void Advance(Tensor<double> image, ref Tensor<double> vector, double factor)
    {
        Add(-factor, vector, image);
        vector = image;
    }

    private static void Unit(Tensor<double> tensor, double norm)
    {
        if (norm > 0 && double.IsFinite(norm))
        {
            Normalize(tensor, norm);
        }
    }
}
