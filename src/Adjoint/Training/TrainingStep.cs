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
    private readonly Sequential _model;
    private readonly Optimizer _optimizer;
    private readonly ChunkedLoss _loss;
    private readonly float[] _parameters, _optimizerState, _gradient;

    /// <summary>Prepares steps from the model's parameters.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How steps are made.</param>
    /// <param name="input">The shape of one sample's input.</param>
    /// <param name="target">The shape of one sample's target.</param>
    /// <param name="batchSize">The usual number of samples in a batch.</param>
    public TrainingStep(Sequential model, Loss loss, Optimizer optimizer, Shape input, Shape target, int batchSize)
        : this(model, loss, optimizer, input, target, batchSize, new TrainingState(model?.ParameterCount ?? 0, optimizer?.StateCount ?? 0)) => CopyFromModel();

    internal TrainingStep(Sequential? model, Loss? loss, Optimizer? optimizer, Shape input, Shape target, int batchSize, TrainingState state)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        (_model, _optimizer, _parameters, _optimizerState) = (model, optimizer, state.Parameters, state.Optimizer);
        _gradient = new float[_parameters.Length];
        _loss = new ChunkedLoss(model, loss, input, target, batchSize, _parameters, withGradient: true);
    }

    /// <summary>The gradient of the last step, all parameters in one vector.</summary>
    public ReadOnlySpan<float> Gradient => _gradient;

    /// <summary>Makes a step.</summary>
    /// <param name="inputs">The samples' inputs, one after the other.</param>
    /// <param name="targets">The samples' targets.</param>
    /// <param name="samples">How many; at least 1.</param>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <param name="workers">Threads; the result does not depend on how many there are.</param>
    /// <returns>The mean loss before the step. Where it is not finite, no step is made.</returns>
    public double Run(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int samples, long number, double learningRate, WorkerPool workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentNullException.ThrowIfNull(workers);
        double loss = _loss.Run(inputs, targets, samples, workers, _gradient);
        if (double.IsFinite(loss))
        {
            _optimizer.Step(_parameters, _gradient, _optimizerState, new OptimizerStep(number, learningRate));
        }

        return loss;
    }

    /// <summary>Copies the parameters into the model.</summary>
    public void CopyToModel() => CopyToModel(_parameters);

    internal void CopyToModel(ReadOnlySpan<float> parameters)
    {
        int place = 0;
        foreach (Parameter parameter in _model.Parameters)
        {
            parameters.Slice(place, parameter.Value.Shape.Size).CopyTo(parameter.Value.Span);
            place += parameter.Value.Shape.Size;
        }
    }

    internal void CopyFromModel()
    {
        int place = 0;
        foreach (Parameter parameter in _model.Parameters)
        {
            parameter.Value.Span.CopyTo(_parameters.AsSpan(place));
            place += parameter.Value.Shape.Size;
        }
    }
}
