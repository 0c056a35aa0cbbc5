using Adjoint.Data;
using Adjoint.Tensors;

namespace Adjoint.Training;

/// <summary>
/// Prepares the next batch on a thread of its own while the current step runs. Two batches take turns, so memory is bounded, and
/// the order is a permutation keyed by (seed, epoch), so it is the same for any number of threads and after a resumption.
/// </summary>
internal sealed class BatchLoader : IDisposable
{
    private readonly SampleSource _source;
    private readonly long _seed;
    private readonly int _batchSize, _epochs;
    private readonly Batch[] _batches;
    private readonly SemaphoreSlim _free = new(2), _ready = new(0);
    private readonly Thread _thread;
    private volatile bool _stopped;
    private volatile Exception? _failure;
    private int _epoch, _step, _taken;

    /// <summary>Starts preparing.</summary>
    /// <param name="source">Where samples come from.</param>
    /// <param name="batchSize">Samples in a batch.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="epoch">The first epoch, from 0.</param>
    /// <param name="step">The first step in it, from 0.</param>
    /// <param name="epochs">All epochs.</param>
    public BatchLoader(SampleSource source, int batchSize, long seed, int epoch, int step, int epochs)
    {
        (_source, _batchSize, _seed, _epoch, _step, _epochs) = (source, batchSize, seed, epoch, step, epochs);
        int capacity = Math.Min(batchSize, source.Count);
        _batches = [new Batch(source, capacity), new Batch(source, capacity)];
        _thread = new Thread(Prepare) { IsBackground = true, Name = "batch loader" };
        _thread.Start();
    }

    /// <summary>Waits for the next batch. It stays valid until <see cref="Release"/>.</summary>
    /// <exception cref="TrainingException">The source failed.</exception>
    public Batch Take()
    {
        _ready.Wait();
        return _failure is Exception failure
            ? throw (failure as TrainingException ?? new TrainingException($"The data cannot be read: {failure.Message}", failure))
            : _batches[_taken++ % 2];
    }

    /// <summary>Gives the batch back to be filled anew.</summary>
    public void Release() => _free.Release();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopped = true;
        _free.Release();
        _thread.Join();
        _free.Dispose();
        _ready.Dispose();
    }

    private void Prepare()
    {
        int prepared = 0;
        try
        {
            for (; _epoch < _epochs; _epoch++, _step = 0)
            {
                int[] order = new KeyedRandom(_seed, "shuffle", _epoch).Permutation(_source.Count);
                for (; (long)_step * _batchSize < order.Length; _step++)
                {
                    _free.Wait();
                    if (_stopped)
                    {
                        return;
                    }

                    int first = _step * _batchSize;
                    _batches[prepared++ % 2].Fill(_epoch, order.AsSpan(first, Math.Min(_batchSize, order.Length - first)));
                    _ready.Release();
                }
            }
        }
#pragma warning disable CA1031 // A user's source may throw anything; it is rethrown where training waits for the batch.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            _failure = failure;
            _ready.Release();
        }
    }
}
