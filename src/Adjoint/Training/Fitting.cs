using Adjoint.Data;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;

namespace Adjoint.Training;

/// <summary>Training as a method of the model.</summary>
public static class Fitting
{
    extension(Model model)
    {
        /// <summary>
        /// Trains the model in the background. Same seed, same data and same settings give the same bits, for any number of threads.
        /// </summary>
        /// <param name="source">The training samples.</param>
        /// <param name="loss">What is made small.</param>
        /// <param name="optimizer">How steps are made.</param>
        /// <param name="options">Epochs, batch size, seed and so on.</param>
        /// <param name="progress">Told after steps, at most ten times a second, and after each epoch.</param>
        /// <param name="cancellation">Stops after the current step. The model then holds the parameters of that step.</param>
        /// <returns>The learning curves. The model holds the best parameters.</returns>
        /// <exception cref="OperationCanceledException">Cancelled; the checkpoint, if one is wanted, is written.</exception>
        /// <exception cref="TrainingException">The loss is no longer a finite number, the data fail, or the checkpoint belongs to another run.</exception>
        /// <exception cref="Graph.ShapeException">The samples do not fit the model.</exception>
        public Task<TrainingHistory> FitAsync(
            SampleSource source,
            Loss loss,
            Optimizer optimizer,
            FitOptions? options = null,
            IProgress<TrainingProgress>? progress = null,
            CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(loss);
            ArgumentNullException.ThrowIfNull(optimizer);
            return InBackgroundAsync(() => new Trainer(model, source, loss, optimizer, options ?? new FitOptions(), progress).Run(cancellation));
        }

        /// <summary>
        /// Trains the model on all samples at once, in float64, by L-BFGS (<see cref="LimitedMemoryBfgs"/>): for small problems, and above all for convex ones, which it
        /// takes to their global minimum. The samples are those of epoch 0; layers that are frozen stay as they are, and the model starts from its own weights.
        /// </summary>
        /// <param name="source">The training samples.</param>
        /// <param name="loss">What is made small; it should be smooth.</param>
        /// <param name="options">When to stop.</param>
        /// <param name="ridge">λ of <c>λ‖w‖²</c> over all trained parameters, which is added to the loss; at least 0.</param>
        /// <param name="threads">Threads; all cores if left out. The result does not depend on it.</param>
        /// <param name="progress">Told after each iteration.</param>
        /// <param name="cancellation">Stops after the current iteration; the model is then as it was.</param>
        /// <returns>Where it ended and why; the minimiser is the trained parameters in one vector. The model holds them, rounded to float32.</returns>
        /// <exception cref="ArgumentException">The model has dropout or batch normalisation that is not frozen, there is nothing to train or no sample, or the loss is not finite at the start.</exception>
        /// <exception cref="OperationCanceledException">Cancelled.</exception>
        /// <exception cref="Graph.ShapeException">The samples do not fit the model.</exception>
        public Task<MinimizationResult> MinimizeAsync(
            SampleSource source,
            Loss loss,
            MinimizationOptions? options = null,
            double ridge = 0,
            int? threads = null,
            IProgress<MinimizationProgress>? progress = null,
            CancellationToken cancellation = default)
        {
            ArgumentNullException.ThrowIfNull(model);
            ArgumentNullException.ThrowIfNull(source);
            ArgumentNullException.ThrowIfNull(loss);
            ArgumentOutOfRangeException.ThrowIfLessThan(source.Count, 1, nameof(source));
            ArgumentOutOfRangeException.ThrowIfNegative(ridge);
            return InBackgroundAsync(() => Minimize(model, source, loss, options, ridge, threads, progress, cancellation));
        }
    }

    /// <summary>Awaited, so that a cancelled run ends as a cancelled task and not as a failed one.</summary>
    private static async Task<T> InBackgroundAsync<T>(Func<T> run) =>
        await Task.Run(run, CancellationToken.None).ConfigureAwait(false);

    private static MinimizationResult Minimize(
        Model model,
        SampleSource source,
        Loss loss,
        MinimizationOptions? options,
        double ridge,
        int? threads,
        IProgress<MinimizationProgress>? progress,
        CancellationToken cancellation)
    {
        ParameterLayout layout = new(model, []);
        FullBatchObjective objective = new(model, source, loss, layout);
        using WorkerPool? own = threads is int count ? new WorkerPool(count) : null;
        WorkerPool workers = own ?? WorkerPool.Shared;
        MinimizationResult result = LimitedMemoryBfgs.Minimize(WithRidge, objective.Start(), options, progress, cancellation);
        float[] values = new float[layout.Length];
        layout.CopyFromModel(values);
        for (int i = 0; i < layout.TrainedLength; i++)
        {
            values[i] = (float)result.Minimizer[i];
        }

        layout.CopyToModel(values);
        return result;

        double WithRidge(ReadOnlySpan<double> point, Span<double> gradient)
        {
            double value = objective.Evaluate(point, gradient, workers);
            for (int i = 0; i < point.Length; i++)
            {
                value += ridge * point[i] * point[i];
                gradient[i] += 2 * ridge * point[i];
            }

            return value;
        }
    }
}
