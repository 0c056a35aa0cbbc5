using Adjoint.Kernels.Elementwise;
using Adjoint.Kernels.Parallel;
using Adjoint.Layers;
using Adjoint.Losses;

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

    /// <summary>Numbers that the chunks' gradients may take together: a large model is cut into fewer chunks.</summary>
    private const long GradientBudget = 1L << 27;

    private readonly Model _model;
    private readonly Loss _loss;
    private readonly LossShapes _shapes;
    private readonly LayerMode _mode;
    private readonly ParameterLayout _layout;
    private readonly Memory<float> _parameters;
    private readonly long _seed;
    private readonly int _chunk;
    private readonly Dictionary<int, ChunkPlan> _plans = [];
    private readonly List<ChunkWorker> _free = [];
    private readonly Lock _lock = new();
    private float[] _results = [];

    /// <summary>Prepares the loss.</summary>
    /// <param name="model">The model.</param>
    /// <param name="loss">The loss.</param>
    /// <param name="shapes">The shapes of a sample.</param>
    /// <param name="batchSize">The usual number of samples in a batch.</param>
    /// <param name="layout">Where parameters stand in the vector.</param>
    /// <param name="parameters">The vector, read at every run; in training its states are written to.</param>
    /// <param name="mode">With the gradient, in training mode, or without, in inference mode.</param>
    /// <param name="seed">The seed of what is random within layers.</param>
    public ChunkedLoss(
        Model model, Loss loss, LossShapes shapes, int batchSize, ParameterLayout layout, Memory<float> parameters, LayerMode mode, long seed)
    {
        (_model, _loss, _shapes, _layout, _parameters, _mode, _seed) = (model, loss, shapes, layout, parameters, mode, seed);
        if (mode == LayerMode.Training && model.MixesSamples)
        {
            _chunk = int.MaxValue;

            // What does not fit is found before anything is changed.
            _ = PlanFor(Math.Max(2, batchSize));
            return;
        }

        ChunkPlan one = PlanFor(1);
        if (one.States.Count > 0)
        {
            // Several chunks would renew the same state at once.
            _chunk = int.MaxValue;
            return;
        }

        long oneSample = one.Plan.WorkingLength;
        int most = (int)Math.Clamp(GradientBudget / Math.Max(1, Width), 1, MostChunks);
        int largest = Math.Max(1, 1 + ((batchSize - 1) / Math.Min(FewestChunks, most))), smallest = Math.Max(1, 1 + ((batchSize - 1) / most));
        _chunk = (int)Math.Clamp(WorkingSet / Math.Max(1, oneSample), smallest, largest);
    }

    private bool WithGradient => _mode == LayerMode.Training;

    private int Width => WithGradient ? _layout.TrainedLength + 1 : 1;

    /// <summary>The loss of a batch and, in training mode, its gradient; renews the states if the loss is finite.</summary>
    /// <param name="batch">The samples.</param>
    /// <param name="step">The number of the step, which keys what is random within layers.</param>
    /// <param name="workers">Threads.</param>
    /// <param name="gradient">As long as the trained part of the vector, or empty without gradient.</param>
    /// <returns>The mean loss.</returns>
    public double Run(in BatchData batch, long step, WorkerPool workers, Span<float> gradient)
    {
        int chunks = _chunk >= batch.Count ? 1 : (batch.Count + _chunk - 1) / _chunk;
        int length = checked(chunks * Width);
        if (_results.Length < length)
        {
            _results = new float[length];
        }

        if (chunks == 1)
        {
            // Nothing to share out by samples, so that the threads share each operation.
            RunChunk(0, batch, step, workers);
        }
        else
        {
            ChunkLoop loop = new(this, batch, step);
            workers.For(chunks, ref loop);
        }

        double loss = 0;
        gradient.Clear();
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            ReadOnlySpan<float> result = _results.AsSpan(chunk * Width, Width);
            loss += result[0];
            if (WithGradient)
            {
                ElementwiseLoops.AddScaled(1f, result[1..], gradient);
            }
        }

        return loss;
    }

    private ChunkPlan PlanFor(int samples)
    {
        lock (_plans)
        {
            if (!_plans.TryGetValue(samples, out ChunkPlan? plan))
            {
                plan = ChunkPlan.Compile(_model, _loss, _shapes, samples, _mode, _layout);
                _plans.Add(samples, plan);
            }

            return plan;
        }
    }

    private ChunkWorker Take(int samples)
    {
        lock (_lock)
        {
            for (int i = _free.Count - 1; i >= 0; i--)
            {
                if (_free[i].Plan.Samples == samples)
                {
                    ChunkWorker worker = _free[i];
                    _free.RemoveAt(i);
                    return worker;
                }
            }
        }

        return new ChunkWorker(PlanFor(samples), _layout, _parameters);
    }

    private void Return(ChunkWorker worker)
    {
        lock (_lock)
        {
            _free.Add(worker);
        }
    }

    private void RunChunk(int chunk, in BatchData batch, long step, WorkerPool workers)
    {
        int first = chunk == 0 ? 0 : chunk * _chunk, count = Math.Min(_chunk, batch.Count - first);
        ChunkWorker worker = Take(count);
        worker.Bind(batch, _shapes, first);
        worker.FillNoise(_seed, step, first);
        worker.Session.Run(workers);
        Span<float> result = _results.AsSpan(chunk * Width, Width);
        int output = 0;
        for (int place = 0; place < result.Length; output++)
        {
            ReadOnlySpan<float> values = worker.Session.Output(output);
            values.CopyTo(result[place..]);
            place += values.Length;
        }

        // Only a model whose batch is one chunk has states, so that no two chunks renew the same one.
        for (; output < worker.Session.Plan.Function.Outputs.Count && float.IsFinite(result[0]); output++)
        {
            int parameter = worker.Plan.States[output - worker.Plan.FirstState];
            worker.Session.Output(output).CopyTo(_layout.Of(_parameters, parameter).Span);
        }

        Return(worker);
    }

    private readonly struct ChunkLoop(ChunkedLoss loss, BatchData batch, long step) : IParallelBody
    {
        public void Run(int part) => loss.RunChunk(part, batch, step, WorkerPool.Serial);
    }
}
