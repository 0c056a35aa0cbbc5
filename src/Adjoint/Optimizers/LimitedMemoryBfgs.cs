namespace Adjoint.Optimizers;

/// <summary>
/// L-BFGS (Nocedal and Wright, "Numerical Optimization", 2nd edition, algorithm 7.5): steps along −H g, where H is the inverse Hessian as the last steps and changes of gradient show
/// it, each with a line search for the strong Wolfe conditions. For smooth functions of moderately many numbers that can be evaluated exactly, in float64; it is no
/// <see cref="Optimizer"/>, since batches that change from step to step would mislead its line search.
/// </summary>
/// <remarks>
/// Pairs along which the curvature is not safely positive are left out; a direction that does not descend, or leads nowhere, empties the memory and the negative gradient
/// takes its place. The same start gives the same bits.
/// </remarks>
public static class LimitedMemoryBfgs
{
    /// <summary>Looks for a point where the gradient vanishes, downhill from a start.</summary>
    /// <param name="objective">The function and its gradient; smooth, and bounded below if there is to be an end.</param>
    /// <param name="start">Where to begin; at least one number.</param>
    /// <param name="options">When to stop, and how much to remember.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <param name="cancellation">Ends it early, with an exception.</param>
    /// <returns>The lowest point reached, and why it stopped there.</returns>
    /// <exception cref="ArgumentException">The start is empty, or the objective is not finite there.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static MinimizationResult Minimize(
        DifferentiableObjective objective,
        ReadOnlySpan<double> start,
        MinimizationOptions? options = null,
        IProgress<MinimizationProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(objective);
        options ??= new MinimizationOptions();
        options.Check();
        int length = start.Length;
        if (length == 0)
        {
            throw new ArgumentException("There is nothing to minimise over: the start is empty.", nameof(start));
        }

        WolfeLineSearch search = new(objective, length, options.MaximumEvaluations, cancellation);
        start.CopyTo(search.Point);
        double value = search.Evaluate();
        if (double.IsNaN(value))
        {
            throw new ArgumentException("The objective or an entry of its gradient is not finite at the start; begin inside of its domain, and write every entry.", nameof(start));
        }

        BfgsMemory memory = new(options.History, length);
        double[] point = [.. search.Point], gradient = [.. search.Gradient], direction = new double[length];
        for (int iteration = 0; ; iteration++)
        {
            double norm = Vectors.Norm(gradient);
            if (iteration > 0)
            {
                progress?.Report(new MinimizationProgress(iteration, search.Evaluations, value, norm));
            }

            MinimizationStop? stop = norm <= options.GradientTolerance ? MinimizationStop.GradientSmall
                : iteration >= options.MaximumIterations ? MinimizationStop.IterationLimit
                : null;
            if (stop is null)
            {
                double? found = Search(search, memory, point, gradient, direction, value, norm);
                if (found is double lower)
                {
                    memory.Add(point, search.Point, gradient, search.Gradient);
                    search.Point.CopyTo(point, 0);
                    search.Gradient.CopyTo(gradient, 0);
                    value = lower;
                    continue;
                }

                stop = search.IsExhausted ? MinimizationStop.EvaluationLimit : MinimizationStop.NoProgress;
            }

            return new MinimizationResult(point, value, norm, iteration, search.Evaluations, stop.Value);
        }
    }

    /// <summary>One step: along −H g, or where that fails along −g.</summary>
    private static double? Search(WolfeLineSearch search, BfgsMemory memory, double[] point, double[] gradient, double[] direction, double value, double norm)
    {
        while (true)
        {
            memory.Direction(gradient, direction);
            double slope = Vectors.Dot(gradient, direction);
            if (slope < 0 && double.IsFinite(slope))
            {
                // Without a memory nothing is known of the scale: a step of length 1 at most.
                double? found = search.Search(point, direction, value, slope, memory.IsEmpty ? Math.Min(1, 1 / norm) : 1);
                if (found is not null || search.IsExhausted)
                {
                    return found;
                }
            }

            if (memory.IsEmpty)
            {
                return null;
            }

            memory.Clear();
        }
    }
}
