using Adjoint.Data;
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
            return FitInBackgroundAsync(() => new Trainer(model, source, loss, optimizer, options ?? new FitOptions(), progress).Run(cancellation));
        }
    }

    /// <summary>Awaited, so that a cancelled run ends as a cancelled task and not as a failed one.</summary>
    private static async Task<TrainingHistory> FitInBackgroundAsync(Func<TrainingHistory> run) =>
        await Task.Run(run, CancellationToken.None).ConfigureAwait(false);
}
