using Adjoint.Tensors;

namespace Adjoint.Operators.Solvers;

/// <summary>What all solvers do beside solving: check what they are given, keep the history, tell the progress.</summary>
internal sealed class SolverRun
{
    private readonly SolverOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly List<double> _history = [];

    public SolverRun(LinearOperator map, Tensor<double> target, SolverOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(target);
        options.Check();
        if (target.Shape != map.Range)
        {
            throw new ArgumentException($"The operator gives tensors of shape {map.Range}; the target has shape {target.Shape}.", nameof(target));
        }

        if (!double.IsFinite(TensorAlgebra.Largest(target.Span)))
        {
            throw new ArgumentException("The target has entries that are not finite.", nameof(target));
        }

        (_options, _cancellation) = (options, cancellation);
    }

    public int Iterations => _history.Count - 1;

    public bool IsAtLimit => Iterations >= _options.MostIterations;

    /// <summary>Whether the gradient is small enough, or as many iterations as allowed were made.</summary>
    public bool IsDone(double gradient, double first, out SolverStop stop)
    {
        bool isSmall = gradient <= _options.Tolerance * first;
        stop = isSmall ? SolverStop.GradientSmall : SolverStop.IterationLimit;
        return isSmall || IsAtLimit;
    }

    /// <summary>Notes the residual at the start or after an iteration.</summary>
    /// <exception cref="ArithmeticException">It is not finite.</exception>
    public void Note(double residual, double relativeGradient)
    {
        if (!double.IsFinite(residual) || !double.IsFinite(relativeGradient))
        {
            throw new ArithmeticException($"After {_history.Count} applications of the operator a number is not finite: it, or its adjoint, gives NaN or ∞, or numbers too large for float64.");
        }

        _history.Add(residual);
        if (Iterations > 0)
        {
            _options.Progress?.Report(new SolverProgress(Iterations, residual, relativeGradient));
        }

        _cancellation.ThrowIfCancellationRequested();
    }

    public SolverResult Finish(Tensor<double> solution, double residual, double relativeGradient, SolverStop stop) =>
        new(solution, Iterations, residual, relativeGradient, stop, _history);
}
