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
    /// <remarks>
    /// ‖Ã‖ of the stopping rules is the Frobenius norm of the bidiagonal matrix by now, which grows from step to step towards that of Ã. Numbers are norms and not their squares, and products of norms
    /// are avoided, so that scales at which those overflow or underflow do no harm.
    /// </remarks>
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

        // ρ̄ and φ̄ of the paper; the damped part of the residual is √Σ ψ², and ‖D‖ grows towards ‖A⁻¹‖.
        double diagonal = alpha, remainder = beta, damped = 0, norm = 0, inverse = 0, firstAlpha = alpha;
        bool isZero = alpha == 0 || beta == 0;
        run.Note(targetNorm, isZero ? 0 : 1);
        SolverStop? stop = isZero ? SolverStop.GradientSmall : run.IsAtLimit ? SolverStop.IterationLimit : null;
        while (stop is null)
        {
            Advance(map.Apply(v, options.Workers), ref u, alpha);
            beta = Norm(u);
            Unit(u, beta);
            norm = double.Hypot(norm, double.Hypot(double.Hypot(alpha, beta), damping));
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
            inverse = double.Hypot(inverse, Norm(direction) / pivot);
            Scale(-theta / pivot, direction);
            Add(1, v, direction);

            // ‖Ãᵀ r̃‖ is |φ̄| α c.
            double residual = double.Hypot(remainder, damped), reached = Norm(solution), slope = alpha * c;
            run.Note(Undamped(residual, damping * reached), Math.Abs(remainder) / targetNorm * (slope / firstAlpha));
            stop = residual <= (options.TargetTolerance * targetNorm) + (options.Tolerance * norm * reached) ? SolverStop.ResidualSmall
                : Math.Abs(remainder) * (slope / norm) <= options.Tolerance * residual ? SolverStop.GradientSmall
                : norm * inverse > options.MostCondition ? SolverStop.ConditionLimit
                : run.IsAtLimit ? SolverStop.IterationLimit
                : alpha == 0 || beta == 0 ? SolverStop.NoProgress : null;
        }

        Tensor<double> left = target.Clone();
        Add(-1, map.Apply(solution, options.Workers), left);
        double leftNorm = Norm(left);
        if (isZero)
        {
            return run.Finish(solution, leftNorm, 0, stop.Value);
        }

        // Aᵀ of a unit vector, since Aᵀ b may overflow.
        Unit(left, leftNorm);
        Tensor<double> gradient = map.Adjoint.Apply(left, options.Workers);
        Scale(leftNorm / targetNorm, gradient);
        Add(-options.Ridge / targetNorm, solution, gradient);
        return run.Finish(solution, leftNorm, Norm(gradient) / firstAlpha, stop.Value);
    }

    /// <summary>‖b − A x‖ from √(‖b − A x‖² + ρ‖x‖²) and √ρ ‖x‖; rounding may leave some 1e-8 of the latter.</summary>
    private static double Undamped(double residual, double damped) => damped == 0 ? residual : Math.Sqrt(Math.Max(0, residual - damped)) * Math.Sqrt(residual + damped);

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
