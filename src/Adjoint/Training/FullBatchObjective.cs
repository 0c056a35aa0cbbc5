using Adjoint.Calculus;
using Adjoint.Data;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// A model's mean loss over all samples of a source, and its gradient, in float64 as a function of the trained parameters: what minimisers that look at all data at once need. Chunks of
/// samples are shared among threads, and added in their order.
/// </summary>
internal sealed class FullBatchObjective
{
    /// <summary>Samples in a chunk, and chunks whose gradients are kept at the same time.</summary>
    private const int Chunk = 32, Wave = 32;

    private readonly Model _model;
    private readonly SampleSource _source;
    private readonly Loss _loss;
    private readonly ParameterLayout _layout;
    private readonly double[] _parameters;
    private readonly double[][] _results;
    private readonly int _chunks;
    private readonly Dictionary<int, Plan> _plans = [];
    private readonly List<Worker> _free = [];
    private readonly Lock _lock = new();

    /// <summary>Prepares the objective.</summary>
    /// <exception cref="ArgumentException">The model has layers that are random or gather statistics in training, and so has no such function.</exception>
    public FullBatchObjective(Model model, SampleSource source, Loss loss, ParameterLayout layout)
    {
        (_model, _source, _loss, _layout) = (model, source, loss, layout);
        if (model.Build(new Variable("input", [2, .. source.InputShape]), model.ParameterVariables(), LayerMode.Training) is not { Noise: [], Updates: [] })
        {
            throw new ArgumentException(
                "A model with dropout or batch normalisation has no loss over all data that is one function of its weights: freeze those layers, or train it step by step.", nameof(model));
        }

        _parameters = new double[layout.Length];
        _chunks = 1 + ((source.Count - 1) / Chunk);
        _results = [.. Enumerable.Range(0, Math.Min(_chunks, Wave)).Select(_ => new double[layout.TrainedLength + 1])];
    }

    /// <summary>Takes the parameters from the model.</summary>
    public double[] Start()
    {
        float[] values = new float[_layout.Length];
        _layout.CopyFromModel(values);
        for (int i = 0; i < values.Length; i++)
        {
            _parameters[i] = values[i];
        }

        return _parameters[.._layout.TrainedLength];
    }

    /// <summary>The mean loss and its gradient.</summary>
    /// <param name="point">The trained parameters.</param>
    /// <param name="gradient">Takes the gradient.</param>
    /// <param name="workers">Threads; the result does not depend on how many there are.</param>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, WorkerPool workers)
    {
        point.CopyTo(_parameters);
        gradient.Clear();
        double loss = 0;
        for (int first = 0; first < _chunks; first += Wave)
        {
            int count = Math.Min(Wave, _chunks - first);
            ChunkLoop loop = new(this, first);
            workers.For(count, ref loop);
            foreach (double[] result in _results.AsSpan(0, count))
            {
                loss += result[0];
                for (int i = 0; i < gradient.Length; i++)
                {
                    gradient[i] += result[i + 1];
                }
            }
        }

        return loss;
    }

    private void RunChunk(int chunk)
    {
        int first = chunk * Chunk, count = Math.Min(Chunk, _source.Count - first);
        Worker worker = Take(count);
        worker.Fill(_source, first);
        worker.Session.Run(WorkerPool.Serial);
        double[] result = _results[chunk % Wave];
        int place = 0;
        for (int output = 0; place < result.Length; output++)
        {
            ReadOnlySpan<double> values = worker.Session.Output(output);
            values.CopyTo(result.AsSpan(place));
            place += values.Length;
        }

        lock (_lock)
        {
            _free.Add(worker);
        }
    }

    private Worker Take(int samples)
    {
        lock (_lock)
        {
            int found = _free.FindIndex(worker => worker.Samples == samples);
            if (found >= 0)
            {
                Worker worker = _free[found];
                _free.RemoveAt(found);
                return worker;
            }

            if (!_plans.TryGetValue(samples, out Plan? plan))
            {
                _plans.Add(samples, plan = Compile(samples));
            }

            return new Worker(this, plan, samples);
        }
    }

    private Plan Compile(int samples)
    {
        Variable input = new("input", [samples, .. _source.InputShape]), target = new("target", [samples, .. _source.TargetShape]);
        Variable? weights = _source.WeightShape is Shape shape ? new Variable("weights", [samples, .. shape]) : null;
        IReadOnlyList<Variable> parameters = _model.ParameterVariables();
        Expr loss = _loss.Build(_model.Build(input, parameters), target, weights) * ((double)samples / _source.Count);
        return Plan.Compile(new Function(
            weights is null ? [input, target, .. parameters] : [input, target, weights, .. parameters],
            [loss, .. loss.Gradient([.. _layout.Trained.Select(parameter => parameters[parameter])])]));
    }

    private readonly struct ChunkLoop(FullBatchObjective objective, int first) : IParallelBody
    {
        public void Run(int part) => objective.RunChunk(first + part);
    }

    /// <summary>A session with its samples; the parameters are bound for good.</summary>
    private sealed class Worker
    {
        private readonly float[] _input, _target, _weight;
        private readonly double[] _inputs, _targets, _weights;

        public Worker(FullBatchObjective objective, Plan plan, int samples)
        {
            Samples = samples;
            (_input, _target, _weight) = (
                new float[objective._source.InputShape.Size], new float[objective._source.TargetShape.Size], new float[objective._source.WeightShape?.Size ?? 0]);
            (_inputs, _targets, _weights) = (new double[samples * _input.Length], new double[samples * _target.Length], new double[samples * _weight.Length]);
            Session = new PlanSession<double>(plan);
            Session.Bind(0, _inputs);
            Session.Bind(1, _targets);
            int next = 2;
            if (objective._source.WeightShape is not null)
            {
                Session.Bind(next++, _weights);
            }

            for (int i = 0; i < objective._model.Parameters.Count; i++)
            {
                int length = objective._model.Parameters[i].Value.Shape.Size;
                Session.Bind(next + i, objective._parameters.AsMemory(objective._layout.PlaceOf(i), length));
            }
        }

        public int Samples { get; }

        public PlanSession<double> Session { get; }

        public void Fill(SampleSource source, int first)
        {
            for (int i = 0; i < Samples; i++)
            {
                source.Fill(0, first + i, _input, _target);
                Widen(_input, _inputs, i);
                Widen(_target, _targets, i);
                if (_weight.Length > 0)
                {
                    source.FillWeights(0, first + i, _weight);
                    Widen(_weight, _weights, i);
                }
            }
        }

        private static void Widen(float[] sample, double[] all, int index)
        {
            for (int i = 0; i < sample.Length; i++)
            {
                all[(index * sample.Length) + i] = sample[i];
            }
        }
    }
}
