using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// One step of training: loss, gradient, and the optimizer's step, over a batch that is already in memory. <see cref="Fitting"/> runs on it; use it
/// directly for a training loop of your own. After the first call it allocates nothing.
/// </summary>
/// <remarks>The step works on its own copy of the parameters; <see cref="CopyToModel()"/> brings them back.</remarks>
public sealed class TrainingStep
{
    private readonly ParameterLayout _layout;
    private readonly Optimizer _optimizer;
    private readonly ChunkedLoss _loss;
    private readonly float[] _parameters, _optimizerState, _gradient;

    /// <summary>Prepares steps from the model's parameters. Layers that are frozen now stay so.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How steps are made.</param>
    /// <param name="input">The shape of one sample's input.</param>
    /// <param name="target">The shape of one sample's target.</param>
    /// <param name="options">The usual size of a batch, the seed, groups of parameters.</param>
    /// <param name="weights">The shape of one sample's weights; nothing if all are 1.</param>
    public TrainingStep(Model model, Loss loss, Optimizer optimizer, Shape input, Shape target, FitOptions options, Shape? weights = null)
        : this(model, loss, optimizer, new LossShapes(input, target, weights), options, null)
    {
        CopyFromModel();
    }

    internal TrainingStep(Model model, Loss loss, Optimizer optimizer, LossShapes shapes, FitOptions options, TrainingState? state)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(options);
        _layout = new ParameterLayout(model, options.Groups);
        state ??= new TrainingState(_layout, optimizer.StateCount);
        (_optimizer, _parameters, _optimizerState) = (optimizer, state.Parameters, state.Optimizer);
        _gradient = new float[_layout.TrainedLength];
        _loss = new ChunkedLoss(model, loss, shapes, options.BatchSize, _layout, _parameters, LayerMode.Training, options.Seed);
    }

    /// <summary>The gradient of the last step: all trained parameters in one vector, group by group.</summary>
    public ReadOnlySpan<float> Gradient => _gradient;

    /// <summary>Makes a step.</summary>
    /// <param name="batch">The samples; at least one.</param>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="workers">Threads; the result does not depend on how many there are.</param>
    /// <returns>The mean loss before the step. Where it is not finite, no step is made.</returns>
    public double Run(in BatchData batch, long number, double learningRate, WorkerPool workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch.Count, 1, nameof(batch));
        ArgumentNullException.ThrowIfNull(workers);
        double loss = _loss.Run(batch, number, workers, _gradient);
        if (double.IsFinite(loss))
        {
            Step(number, learningRate);
        }

        return loss;
    }

    /// <summary>Copies the parameters into the model.</summary>
    public void CopyToModel() => CopyToModel(_parameters);

    internal void CopyToModel(float[] parameters) => _layout.CopyToModel(parameters);

    internal void CopyFromModel() => _layout.CopyFromModel(_parameters);

    private void Step(long number, double learningRate)
    {
        foreach (ParameterLayout.Segment segment in _layout.Segments)
        {
            OptimizerStep step = new(number, learningRate * segment.Group.LearningRateFactor, segment.Group.WeightDecayFactor);
            _optimizer.Step(
                _parameters.AsSpan(segment.Start, segment.Length),
                _gradient.AsSpan(segment.Start, segment.Length),
                _optimizerState.AsSpan(_optimizer.StateCount * segment.Start, _optimizer.StateCount * segment.Length),
                step);
        }
    }
}
