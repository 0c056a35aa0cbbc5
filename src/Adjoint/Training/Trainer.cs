using System.Diagnostics;
using System.Globalization;
using Adjoint.Data;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Optimizers;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// One training run: for each epoch, batches in a shuffled order; for each batch, loss and gradient, then a step of the
/// optimizer. A step allocates nothing; what is done once an epoch may.
/// </summary>
internal sealed class Trainer
{
    /// <summary>Samples that initialisation and the search for silent channels look at.</summary>
    private const int ProbeSamples = 16;

    private static readonly TimeSpan ReportInterval = TimeSpan.FromMilliseconds(100);

    private readonly Model _model;
    private readonly SampleSource _source;
    private readonly Optimizer _optimizer;
    private readonly FitOptions _options;
    private readonly IProgress<TrainingProgress>? _progress;
    private readonly ParameterLayout _layout;
    private readonly TrainingState _state;
    private readonly TrainingStep _step;
    private readonly ChunkedLoss? _validation;
    private readonly string _settings;
    private readonly int _batches, _steps;
    private readonly long _started = Stopwatch.GetTimestamp();
    private long _reported, _samples;
    private double _rate;

    public Trainer(Model model, SampleSource source, Loss loss, Optimizer optimizer, FitOptions options, IProgress<TrainingProgress>? progress)
    {
        if (options.Epochs < 1 || options.BatchSize < 1 || options.BatchesPerStep < 1)
        {
            throw new ArgumentException(
                $"Epochs, BatchSize and BatchesPerStep must be at least 1; they are {options.Epochs}, {options.BatchSize} and {options.BatchesPerStep}.", nameof(options));
        }

        if (source.Count < 1)
        {
            throw new ArgumentException("There are no samples to train on.", nameof(source));
        }

        if (options.Prior is WeightPrior prior)
        {
            options = options.Regularizer is null
                ? options with { Regularizer = prior.PenaltyFor(source.Count) }
                : throw new ArgumentException("A penalty on weights is given by itself or as a prior, not as both; leave one of them out.", nameof(options));
        }

        (_model, _source, _optimizer, _options, _progress) = (model, source, optimizer, options, progress);
        _layout = new ParameterLayout(model, options.Groups);
        _state = new TrainingState(_layout, optimizer.StateCount);
        if (options.Validation is { Count: < 1 })
        {
            throw new ArgumentException("There are no samples to validate on; leave the validation data out, or add some.", nameof(options));
        }

        if (options.Patience is int patience && (patience < 1 || options.Validation is null))
        {
            throw new ArgumentException(
                patience < 1 ? $"Patience is at least 1 epoch, not {patience}." : "Early stopping watches the loss on validation data; give some, or leave the patience out.", nameof(options));
        }

        _batches = 1 + ((source.Count - 1) / options.BatchSize);
        _steps = 1 + ((_batches - 1) / options.BatchesPerStep);
        _step = new TrainingStep(model, loss, optimizer, LossShapes.Of(source), options, _state);
        _validation = options.Validation is SampleSource held
            ? new ChunkedLoss(model, loss, LossShapes.Of(held), options.BatchSize, _layout, Kept, LayerMode.Inference, options.Seed)
            : null;
        _settings = string.Join(
            "; ",
            $"epochs {options.Epochs}",
            $"batch size {options.BatchSize}",
            $"seed {options.Seed}",
            $"optimizer {optimizer.Description}",
            $"schedule {options.Schedule.Description}",
            $"loss {loss.Name}",
            $"scaling on the first batch {(options.ScaleOnFirstBatch ? "on" : "off")}",
            $"clipping {options.Clipping?.Description ?? "none"}",
            $"regularisation {options.Regularizer?.Description ?? "none"}",
            $"batches per step {options.BatchesPerStep}",
            $"averaging {options.Averaging?.Description ?? "none"}",
            $"groups {string.Join(" ", options.Groups.Select(group => group.Description))}",
            $"frozen {string.Join(" ", model.Parameters.Where(parameter => parameter.IsFrozen).Select(parameter => parameter.Name))}",
            $"recycling {(options.RecycleDormantChannels ? "on" : "off")}",
            $"samples {source.Count} of {source.InputShape} to {source.TargetShape}",
            $"data {source.Description}",
            $"validation samples {options.Validation?.Count ?? 0}",
            $"validation data {options.Validation?.Description ?? "none"}",
            $"initialisation {(options.Initialize ? "on" : "off")}",
            $"best kept {(options.KeepBest ? "yes" : "no")}",
            $"patience {options.Patience?.ToString(CultureInfo.InvariantCulture) ?? "endless"}");
    }

    /// <summary>The parameters that are validated and kept: the average where one is wanted.</summary>
    private float[] Kept => _options.Averaging is null ? _state.Parameters : _state.Average;

    /// <summary>Whether patience is at its end.</summary>
    private bool IsStopped => _options.Patience is int patience && _state.Epoch - _state.BestEpoch >= patience;

    private TrainingPosition Position => new(_state.TotalSteps, (long)_steps * _options.Epochs, _state.Epoch, _options.Epochs, _state.Losses);

    /// <summary>Trains to the end.</summary>
    /// <exception cref="OperationCanceledException">Cancelled; the model holds the parameters of the last step, and the checkpoint, if one is wanted, is written.</exception>
    /// <exception cref="TrainingException">The loss is no longer a finite number.</exception>
    public TrainingHistory Run(CancellationToken cancellation)
    {
        Start();
        using WorkerPool? own = _options.Threads is int threads ? new WorkerPool(threads) : null;
        WorkerPool workers = own ?? WorkerPool.Shared;
        using BatchLoader loader = new(_source, _options.BatchSize, _options.Seed, _state.Epoch, _state.Step * _options.BatchesPerStep, _options.Epochs);
        while (_state.Epoch < _options.Epochs && !IsStopped)
        {
            while (_state.Step < _steps)
            {
                if (cancellation.IsCancellationRequested)
                {
                    RequireFinite(_state.Parameters);
                    _step.CopyToModel();
                    Save();
                    throw new OperationCanceledException(cancellation);
                }

                Step(loader, workers);
            }

            FinishEpoch(workers);
        }

        _step.CopyToModel(_options.KeepBest ? _state.Best : Kept);
        return new TrainingHistory([.. _state.History], _options.KeepBest ? _state.BestEpoch : _state.Epoch, Stopwatch.GetElapsedTime(_started));
    }

    private void Start()
    {
        if (_options.Resume && _options.CheckpointPath is string path && File.Exists(path))
        {
            Checkpoint.Load(path, _model, _layout, _state, _settings, _options.Epochs, _steps);
            return;
        }

        if (_options.Initialize)
        {
            _model.InitializeLearning(_options.Seed);
            if (_options.ScaleOnFirstBatch)
            {
                (Tensor<float> inputs, Tensor<float> targets) = Probe();
                DataDependentInitialization.Apply(_model, inputs, targets);
            }
        }

        _step.CopyFromModel();
    }

    private void Step(BatchLoader loader, WorkerPool workers)
    {
        double rate = _rate = _optimizer.LearningRate * _options.Schedule.Factor(Position);
        int first = _state.Step * _options.BatchesPerStep, parts = Math.Min(_options.BatchesPerStep, _batches - first);
        for (int part = 0; part < parts; part++)
        {
            Batch batch = loader.Take();
            double loss = _step.Add(batch.Data, _state.TotalSteps + 1, workers);
            if (!double.IsFinite(loss))
            {
                throw NotFinite($"The loss became {loss.ToString(CultureInfo.InvariantCulture)} in epoch {_state.Epoch + 1}, step {_state.Step + 1}");
            }

            _state.LossSum += loss * batch.Data.Count;
            _state.Samples += batch.Data.Count;
            _samples += batch.Data.Count;
            loader.Release();
        }

        _step.Apply(_state.TotalSteps + 1, rate);
        _state.TotalSteps++;
        _state.Step++;
        Report(rate);
    }

    private void FinishEpoch(WorkerPool workers)
    {
        double trained = _state.LossSum / _state.Samples;
        if (_options.RecycleDormantChannels && _state.Epoch + 1 < FitOptions.RecyclingEnds * _options.Epochs)
        {
            Recycle();
        }

        RequireFinite(_state.Parameters);
        double? validation = _validation is null ? null : Validate(workers);
        if (validation is double value && !double.IsFinite(value))
        {
            throw NotFinite($"The loss on the validation data became {value.ToString(CultureInfo.InvariantCulture)} after epoch {_state.Epoch + 1}");
        }

        if (validation is null || validation < _state.BestLoss)
        {
            (_state.BestLoss, _state.BestEpoch) = (validation ?? _state.BestLoss, _state.Epoch + 1);
            Kept.CopyTo(_state.Best.AsSpan());
        }

        _state.History.Add(new EpochResult(_state.Epoch + 1, trained, validation));
        _state.Losses.Add(validation ?? trained);
        _state.Epoch++;
        (_state.Step, _state.LossSum, _state.Samples) = (0, 0, 0);
        _step.CopyToModel();
        Save();
        ReportEpoch();
    }

    /// <summary>A step may overflow although the loss before it was finite; such parameters must not replace good ones in a checkpoint.</summary>
    private void RequireFinite(ReadOnlySpan<float> parameters)
    {
        foreach (float parameter in parameters)
        {
            if (!float.IsFinite(parameter))
            {
                throw NotFinite($"A parameter became {parameter.ToString(CultureInfo.InvariantCulture)} in epoch {_state.Epoch + 1}");
            }
        }
    }

    private TrainingException NotFinite(string what) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"{what}: lower the learning rate (it is {_optimizer.LearningRate:G3} before its schedule) or look for such values in the data."));

    /// <summary>The first samples of the first epoch.</summary>
    private (Tensor<float> Inputs, Tensor<float> Targets) Probe()
    {
        int count = Math.Min(ProbeSamples, _source.Count);
        Batch batch = new(_source, count);
        batch.Fill(0, Enumerable.Range(0, count).ToArray());
        return (batch.InputTensor, batch.TargetTensor);
    }

    /// <summary>Renews silent channels; the optimizer forgets what it knew of their weights.</summary>
    private void Recycle()
    {
        _step.CopyToModel();
        DormantChannels.Recycle(_model, Probe().Inputs, _options.Seed, _state.Epoch, Forget);
        _layout.CopyFromModel(_state.Parameters);
    }

    /// <summary>Clears what the optimizer knows of one number, which was changed; the average takes the new value over.</summary>
    private void Forget(int parameter, int entry)
    {
        int place = _layout.PlaceOf(parameter) + entry;
        _state.Average[place] = _model.Parameters[parameter].Value.Span[entry];
        ParameterLayout.Segment segment = _layout.SegmentAt(place);
        for (int vector = 0; vector < _optimizer.StateCount; vector++)
        {
            _state.Optimizer[(_optimizer.StateCount * segment.Start) + (vector * segment.Length) + place - segment.Start] = 0;
        }
    }

    private double Validate(WorkerPool workers)
    {
        SampleSource held = _options.Validation!;
        Batch batch = new(held, Math.Min(_options.BatchSize, held.Count));
        double sum = 0;
        for (int first = 0; first < held.Count; first += Math.Min(_options.BatchSize, held.Count))
        {
            int count = Math.Min(_options.BatchSize, held.Count - first);
            batch.Fill(0, Enumerable.Range(first, count).ToArray());
            sum += count * _validation!.Run(batch.Data, 0, workers, []);
        }

        return sum / held.Count;
    }

    private void Save()
    {
        if (_options.CheckpointPath is string path)
        {
            Checkpoint.Save(path, _model, _state, _settings);
        }
    }

    private void Report(double rate)
    {
        if (_progress is not null && Stopwatch.GetElapsedTime(_reported) >= ReportInterval)
        {
            _reported = Stopwatch.GetTimestamp();
            _progress.Report(Progress(_state.Epoch + 1, _state.Step, _state.LossSum / _state.Samples, rate));
        }
    }

    private void ReportEpoch() => _progress?.Report(Progress(_state.Epoch, _steps, _state.History[^1].Loss, _rate));

    private TrainingProgress Progress(int epoch, int step, double loss, double rate)
    {
        TimeSpan elapsed = Stopwatch.GetElapsedTime(_started);
        double perSecond = _samples / Math.Max(1e-9, elapsed.TotalSeconds);
        long left = ((long)(_options.Epochs - epoch) * _source.Count) + Math.Max(0, _source.Count - ((long)step * _options.BatchSize * _options.BatchesPerStep));
        TimeSpan remaining = perSecond > 0 ? TimeSpan.FromSeconds(Math.Min(left / perSecond, 1e9)) : TimeSpan.Zero;
        double? validation = _state.History.Count > 0 ? _state.History[^1].ValidationLoss : null;
        return new TrainingProgress(epoch, _options.Epochs, step, _steps, loss, validation, rate, perSecond, elapsed, remaining);
    }
}
