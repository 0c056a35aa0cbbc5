using Adjoint.Kernels.Elementwise;
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
    private readonly TrainingState _state;
    private readonly FitOptions _options;
    private readonly float[] _gradient, _batchGradient;
    private readonly (int Start, int Length, WeightRegularizer Regularizer)[] _regularized;
    private int _added, _parts;
    private bool _isFinite = true;

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
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchesPerStep, 1, nameof(options));
        _layout = new ParameterLayout(model, options.Groups);
        _state = state ?? new TrainingState(_layout, optimizer.StateCount);
        (_optimizer, _options) = (optimizer, options);
        _gradient = new float[_layout.TrainedLength];
        _batchGradient = options.BatchesPerStep > 1 ? new float[_layout.TrainedLength] : _gradient;
        _regularized = options.Regularizer is WeightRegularizer regularizer ? Regularized(model, regularizer) : [];
        _loss = new ChunkedLoss(model, loss, shapes, options.BatchSize, _layout, _state.Parameters, LayerMode.Training, options.Seed);
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
        double loss = Add(batch, number, workers);
        Apply(number, learningRate);
        return loss;
    }

    /// <summary>Adds a batch to those that the next step takes its gradient from, at most <see cref="FitOptions.BatchesPerStep"/> of them.</summary>
    /// <param name="batch">The samples; at least one.</param>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="workers">Threads; the result does not depend on how many there are.</param>
    /// <returns>The batch's mean loss. Where it is not finite, the step will not be made.</returns>
    /// <exception cref="InvalidOperationException">The step has all its batches already.</exception>
    public double Add(in BatchData batch, long number, WorkerPool workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch.Count, 1, nameof(batch));
        ArgumentNullException.ThrowIfNull(workers);

        if (_parts >= _options.BatchesPerStep)
        {
            throw new InvalidOperationException($"A step takes its gradient from {_options.BatchesPerStep} batches, as the options say; apply it before adding more.");
        }

        // Batches of one step differ in what is random within layers, as steps do.
        double loss = _loss.Run(batch, checked((number * _options.BatchesPerStep) + _parts++), workers, _added == 0 ? _gradient : _batchGradient);
        _isFinite &= double.IsFinite(loss);
        if (_added > 0)
        {
            // The mean of the means, by their samples.
            float share = batch.Count / (float)(_added + batch.Count);
            ElementwiseLoops.Scale(1 - share, _gradient);
            ElementwiseLoops.AddScaled(share, _batchGradient, _gradient);
        }

        _added += batch.Count;
        return loss;
    }

    /// <summary>Makes the step that the added batches ask for.</summary>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="learningRate">The learning rate.</param>
    /// <exception cref="InvalidOperationException">No batch was added.</exception>
    public void Apply(long number, double learningRate)
    {
        if (_added == 0)
        {
            throw new InvalidOperationException("There is no gradient to step by; add a batch first.");
        }

        bool isFinite = _isFinite;
        (_added, _parts, _isFinite) = (0, 0, true);
        if (!isFinite)
        {
            return;
        }

        foreach ((int start, int length, WeightRegularizer regularizer) in _regularized)
        {
            regularizer.AddGradient(_state.Parameters.AsSpan(start, length), _gradient.AsSpan(start, length));
        }

        _options.Clipping?.Apply(_gradient);
        foreach (ParameterLayout.Segment segment in _layout.Segments)
        {
            OptimizerStep step = new(number, learningRate * segment.Group.LearningRateFactor, segment.Group.WeightDecayFactor);
            _optimizer.Step(
                _state.Parameters.AsSpan(segment.Start, segment.Length),
                _gradient.AsSpan(segment.Start, segment.Length),
                _state.Optimizer.AsSpan(_optimizer.StateCount * segment.Start, _optimizer.StateCount * segment.Length),
                step);
        }

        if (_options.Averaging is ExponentialMovingAverage averaging)
        {
            int trained = _layout.TrainedLength;
            averaging.Update(_state.Parameters.AsSpan(0, trained), _state.Average.AsSpan(0, trained), number - 1);
            _state.Parameters.AsSpan(trained).CopyTo(_state.Average.AsSpan(trained));
        }
    }

    /// <summary>Copies the parameters into the model.</summary>
    public void CopyToModel() => CopyToModel(_state.Parameters);

    internal void CopyToModel(float[] parameters) => _layout.CopyToModel(parameters);

    internal void CopyFromModel()
    {
        _layout.CopyFromModel(_state.Parameters);
        _state.Parameters.CopyTo(_state.Average.AsSpan());
    }

    /// <summary>The kernels: what has two axes or more. Biases, scales and shifts are left alone.</summary>
    private (int Start, int Length, WeightRegularizer Regularizer)[] Regularized(Model model, WeightRegularizer regularizer)
    {
        List<(int, int, WeightRegularizer)> regularized = [];
        foreach (int parameter in _layout.Trained.Where(parameter => model.Parameters[parameter].Value.Shape.Rank >= 2))
        {
            int place = _layout.PlaceOf(parameter);
            double factor = _layout.SegmentAt(place).Group.RegularizationFactor;
            regularized.Add((place, model.Parameters[parameter].Value.Shape.Size, new WeightRegularizer(factor * regularizer.L1, factor * regularizer.L2)));
        }

        return [.. regularized];
    }
}
