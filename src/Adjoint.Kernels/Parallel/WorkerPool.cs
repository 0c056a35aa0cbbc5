using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace Adjoint.Kernels.Parallel;

/// <summary>
/// A fixed set of threads that run the parts of one loop at a time. The caller works too; starting a loop allocates
/// nothing. Which thread runs which part is left to chance, so a body must cut its work by size and never by thread:
/// then the result is bitwise the same for any number of threads.
/// </summary>
public sealed unsafe class WorkerPool : IDisposable
{
    // How often an idle thread looks for work before it sleeps: some tens of microseconds. A layer follows the one before
    // within that time; training steps and user input do not.
    private const int SpinsBeforeSleep = 1000;

    private readonly Thread[] _workers;
    private readonly object _sleep = new();
    private readonly bool _permanent;
    private int _sleeping;
    private int _busy;
    private volatile bool _stopping;

    // The loop now running. A thread may read these only after it has claimed a part: the loop cannot end, and the
    // fields cannot change, before the claimed part is done.
    private delegate*<void*, int, void> _run;
    private void* _body;
    private int _parts;
    private int _unclaimed;
    private int _unfinished;
    private Exception? _failure;

    /// <summary>Starts a pool.</summary>
    /// <param name="threads">Threads that work on a loop, the caller included; 1 or more. 1 starts none.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public WorkerPool(int threads) : this(threads, permanent: false)
    {
    }

    private WorkerPool(int threads, bool permanent)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        _permanent = permanent;
        _workers = new Thread[threads - 1];
        for (int i = 0; i < _workers.Length; i++)
        {
            _workers[i] = new Thread(Work) { IsBackground = true, Name = $"Adjoint worker {i + 1}" };
            _workers[i].Start();
        }
    }

    /// <summary>The pool without threads: every loop runs on its caller. Disposing it does nothing.</summary>
    public static WorkerPool Serial { get; } = new(1, permanent: true);

    /// <summary>The pool of the whole process, one thread for each processor. Disposing it does nothing.</summary>
    public static WorkerPool Shared => SharedHolder.Pool;

    /// <summary>Threads that work on a loop, the caller included.</summary>
    public int Threads => _workers.Length + 1;

    /// <summary>
    /// Runs the parts 0 … <paramref name="parts"/> − 1 of <paramref name="body"/>, each once, and returns when all are
    /// done. If the pool is busy (with another caller's loop, or because a part calls this itself), the parts run one
    /// after another on the calling thread.
    /// </summary>
    /// <typeparam name="TBody">The body: a struct, so that nothing is allocated.</typeparam>
    /// <param name="parts">Number of parts; none are run if it is 0 or less.</param>
    /// <param name="body">What to do in each part. All threads share this one copy.</param>
    /// <exception cref="Exception">The first exception that a part threw, once no part is running any more.</exception>
    public void For<TBody>(int parts, ref TBody body)
        where TBody : struct, IParallelBody
    {
        if (parts <= 1 || _workers.Length == 0 || _stopping || Interlocked.CompareExchange(ref _busy, 1, 0) != 0)
        {
            for (int part = 0; part < parts; part++) body.Run(part);
            return;
        }

        // The other threads reach the body by its address: a local of this frame does not move, a field might.
        TBody shared = body;
        Exception? failure;
        try
        {
            _run = &RunPart<TBody>;
            _body = Unsafe.AsPointer(ref shared);
            _parts = parts;
            _failure = null;
            Volatile.Write(ref _unfinished, parts);
            Interlocked.Exchange(ref _unclaimed, parts); // from here on the other threads claim parts
            if (Volatile.Read(ref _sleeping) > 0) Wake();

            while (RunOnePart())
            {
            }

            SpinWait wait = default;
            while (Volatile.Read(ref _unfinished) != 0) wait.SpinOnce(sleep1Threshold: -1);
            failure = _failure;
            _failure = null;
        }
        finally
        {
            Volatile.Write(ref _busy, 0);
        }

        body = shared;
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }

    /// <summary>Stops the threads and waits for them to end. Later loops run on their caller.</summary>
    public void Dispose()
    {
        if (_permanent || _stopping) return;
        _stopping = true;
        Wake();
        foreach (Thread worker in _workers) worker.Join();
    }

    private static void RunPart<TBody>(void* body, int part)
        where TBody : struct, IParallelBody => Unsafe.AsRef<TBody>(body).Run(part);

    /// <summary>Claims a part and runs it; false if none is left to claim.</summary>
    private bool RunOnePart()
    {
        int unclaimed = Volatile.Read(ref _unclaimed);
        while (true)
        {
            if (unclaimed == 0) return false;
            int seen = Interlocked.CompareExchange(ref _unclaimed, unclaimed - 1, unclaimed);
            if (seen == unclaimed) break;
            unclaimed = seen;
        }

        try
        {
            _run(_body, _parts - unclaimed);
        }
#pragma warning disable CA1031 // whatever a part throws is rethrown on the caller
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref _failure, exception, null);
        }

        Interlocked.Decrement(ref _unfinished);
        return true;
    }

    private void Work()
    {
        while (!_stopping)
        {
            if (RunOnePart()) continue;
            int spins = 0;
            while (spins < SpinsBeforeSleep && Volatile.Read(ref _unclaimed) == 0 && !_stopping)
            {
                Thread.SpinWait(8);
                spins++;
            }

            if (spins == SpinsBeforeSleep) Sleep();
        }
    }

    // The order matters on both sides: a sleeper first counts itself and then looks for work; the caller first publishes
    // work and then looks for sleepers. Whichever is later sees the other, so no wake-up is lost.
    private void Sleep()
    {
        lock (_sleep)
        {
            Interlocked.Increment(ref _sleeping);
            while (Volatile.Read(ref _unclaimed) == 0 && !_stopping) Monitor.Wait(_sleep);
            Interlocked.Decrement(ref _sleeping);
        }
    }

    private void Wake()
    {
        lock (_sleep) Monitor.PulseAll(_sleep);
    }

    private static class SharedHolder
    {
        internal static readonly WorkerPool Pool = new(Environment.ProcessorCount, permanent: true);
    }
}
