using Adjoint.Calculus;
using Adjoint.Execution;
using Adjoint.Graph;
using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;
using Adjoint.Primitives;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// A model's loss over a batch, with or without its gradient, computed in chunks of samples that the threads share. A chunk runs
/// forward and backward in one go on one core, so that what is between the layers stays in its cache, and nothing
/// waits in between.
/// </summary>
/// <remarks>
/// The size of a chunk follows from the model, and the chunks' gradients are added in the order of the chunks; so the result is bitwise
/// the same for any number of threads. This sum is the all-reduce of data-parallel training.
/// </remarks>
internal sealed class ChunkedLoss
{
    /// <summary>Working memory of a chunk in numbers: more would leave the second-level cache, less would spend its time on the rims of loops.</summary>
    private const long WorkingSet = 256 * 1024;

    /// <summary>A batch is cut into at least so many chunks if it has as many samples, to keep the cores busy to the end.</summary>
    private const int FewestChunks = 8;

    /// <summary>And into no more than so many, since each keeps a gradient of its own until all are added.</summary>
    private const int MostChunks = 32;

    private readonly Sequential _model;
    private readonly Loss _loss;
    private readonly Shape _input, _target;
    private readonly int _inputSize, _targetSize;
    private readonly bool _withGradient;
    private readonly int _chunk;
    private readonly Dictionary<int, Plan> _plans = [];
    private readonly List<Worker> _free = [];
    private readonly Lock _lock = new();
    private readonly Memory<float> _parameters;
    private float[] _results = [];

    /// <summary>Prepares the loss.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="input">The shape of one sample's input.</param>
    /// <param name="target">The shape of one sample's target.</param>
    /// <param name="batchSize">The usual number of samples in a batch.</param>
    /// <param name="parameters">The parameters in one vector, read at every run.</param>
    /// <param name="withGradient">Whether the gradient is wanted too.</param>
    public ChunkedLoss(Sequential model, Loss loss, Shape input, Shape target, int batchSize, Memory<float> parameters, bool withGradient)
    {
        (_model, _loss, _input, _target, _parameters, _withGradient) = (model, loss, input, target, parameters, withGradient);
        (_inputSize, _targetSize) = (input.Size, target.Size);
        long oneSample = PlanFor(1).WorkingLength;
        int largest = Math.Max(1, (batchSize + FewestChunks - 1) / FewestChunks), smallest = Math.Max(1, (batchSize + MostChunks - 1) / MostChunks);
        _chunk = (int)Math.Clamp(WorkingSet / Math.Max(1, oneSample), smallest, largest);
    }

    private int Width => _withGradient ? _parameters.Length + 1 : 1;

    /// <summary>The loss of a batch and, if wanted, its gradient.</summary>
    /// <param name="inputs">The samples' inputs, one after the other.</param>
    /// <param name="targets">The samples' targets.</param>
    /// <param name="samples">How many.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="gradient">As long as the parameters, or empty without gradient.</param>
    /// <returns>The mean loss.</returns>
    public double Run(ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int samples, WorkerPool workers, Span<float> gradient)
    {
        int chunks = (samples + _chunk - 1) / _chunk;
        int length = checked(chunks * Width);
        if (_results.Length < length)
        {
            _results = new float[length];
        }

        ChunkLoop loop = new(this, inputs, targets, samples);
        workers.For(chunks, ref loop);
        double loss = 0;
        gradient.Clear();
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            ReadOnlySpan<float> result = _results.AsSpan(chunk * Width, Width);
            loss += result[0];
            if (_withGradient)
            {
                ElementwiseLoops.AddScaled(1f, result[1..], gradient);
            }
        }

        return loss;
    }

    private Plan PlanFor(int samples)
    {
        lock (_plans)
        {
            if (!_plans.TryGetValue(samples, out Plan? plan))
            {
                // The share turns the mean over the chunk into the chunk's part of the mean over the batch.
                Variable input = new("input", [samples, .. _input]), target = new("target", [samples, .. _target]), share = new("share", Shape.Scalar);
                IReadOnlyList<Variable> parameters = _model.ParameterVariables();
                Expr loss = _loss.Build(_model.Build(input, parameters), target) * share;
                Expr[] outputs = _withGradient ? [loss, .. loss.Gradient(parameters)] : [loss];
                plan = Plan.Compile(new Function([input, target, share, .. parameters], outputs));
                _plans.Add(samples, plan);
            }

            return plan;
        }
    }

    private Worker Take(int samples)
    {
        lock (_lock)
        {
            for (int i = _free.Count - 1; i >= 0; i--)
            {
                if (_free[i].Samples == samples)
                {
                    Worker worker = _free[i];
                    _free.RemoveAt(i);
                    return worker;
                }
            }
        }

        return new Worker(samples, PlanFor(samples), _model, _parameters);
    }

    private void Return(Worker worker)
    {
        lock (_lock)
        {
            _free.Add(worker);
        }
    }

    private void RunChunk(int chunk, ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int samples)
    {
        int first = chunk * _chunk, count = Math.Min(_chunk, samples - first);
        Worker worker = Take(count);
        worker.Share[0] = (float)count / samples;
        worker.Session.Bind(0, inputs.Slice(first * _inputSize, count * _inputSize));
        worker.Session.Bind(1, targets.Slice(first * _targetSize, count * _targetSize));
        worker.Session.Run(WorkerPool.Serial);
        Span<float> result = _results.AsSpan(chunk * Width, Width);
        for (int output = 0, place = 0; place < result.Length; output++)
        {
            ReadOnlySpan<float> values = worker.Session.Output(output);
            values.CopyTo(result[place..]);
            place += values.Length;
        }

        Return(worker);
    }

    private readonly struct ChunkLoop(ChunkedLoss loss, ReadOnlyMemory<float> inputs, ReadOnlyMemory<float> targets, int samples) : IParallelBody
    {
        public void Run(int part) => loss.RunChunk(part, inputs, targets, samples);
    }

    /// <summary>A session with its share; the parameters are bound for good.</summary>
    private sealed class Worker
    {
        public Worker(int samples, Plan plan, Sequential model, Memory<float> parameters)
        {
            Samples = samples;
            Session = new PlanSession<float>(plan);
            Session.Bind(2, Share);
            int place = 0;
            for (int i = 0; i < model.Parameters.Count; i++)
            {
                int length = model.Parameters[i].Value.Shape.Size;
                Session.Bind(3 + i, parameters.Slice(place, length));
                place += length;
            }
        }

        public int Samples { get; }

        public float[] Share { get; } = new float[1];

        public PlanSession<float> Session { get; }
    }
}
