using Adjoint.Kernels.Parallel;

namespace Adjoint.Kernels.Tests.Parallel;

public class WorkerPoolTests
{
    private readonly struct Count(int[] runs) : IParallelBody
    {
        public void Run(int part) => Interlocked.Increment(ref runs[part]);
    }

    private readonly struct Nest(WorkerPool pool, int[] runs) : IParallelBody
    {
        public void Run(int part)
        {
            var inner = new Count(runs);
            pool.For(runs.Length, ref inner);
        }
    }

    private readonly struct Fail(int[] runs, int failing) : IParallelBody
    {
        public void Run(int part)
        {
            Interlocked.Increment(ref runs[part]);
            if (part == failing) throw new InvalidOperationException("this part fails");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public void Every_part_runs_once(int threads)
    {
        using var pool = new WorkerPool(threads);
        Assert.Equal(threads, pool.Threads);
        for (int round = 0; round < 3000; round++)
        {
            var runs = new int[round % 17];
            var body = new Count(runs);
            pool.For(runs.Length, ref body);
            Assert.All(runs, count => Assert.Equal(1, count));
            if (round % 500 == 0) Thread.Sleep(5); // let the threads fall asleep
        }
    }

    [Fact]
    public void Nested_loops_run_and_end()
    {
        using var pool = new WorkerPool(3);
        var runs = new int[9];
        var body = new Nest(pool, runs);
        pool.For(7, ref body);
        Assert.All(runs, count => Assert.Equal(7, count));
    }

    [Fact]
    public void Loops_of_several_callers_do_not_mix()
    {
        using var pool = new WorkerPool(3);
        Thread[] callers = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            for (int round = 0; round < 2000; round++)
            {
                var runs = new int[11];
                var body = new Count(runs);
                pool.For(runs.Length, ref body);
                if (runs.Any(count => count != 1)) throw new InvalidOperationException("a part was lost or ran twice");
            }
        }))];
        foreach (Thread caller in callers) caller.Start();
        foreach (Thread caller in callers) caller.Join();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_exception_reaches_the_caller_and_the_pool_lives_on(int threads)
    {
        using var pool = new WorkerPool(threads);
        for (int failing = 0; failing < 6; failing++)
        {
            var runs = new int[6];
            var body = new Fail(runs, failing);
            Assert.Throws<InvalidOperationException>(() => pool.For(6, ref body));
            Assert.True(runs[failing] == 1);
            var counted = new int[6];
            var count = new Count(counted);
            pool.For(6, ref count);
            Assert.All(counted, c => Assert.Equal(1, c));
        }
    }

    [Fact]
    public void A_loop_allocates_nothing_on_its_caller()
    {
        using var pool = new WorkerPool(2);
        var runs = new int[50];
        var body = new Count(runs);
        for (int i = 0; i < 100; i++) pool.For(50, ref body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) pool.For(50, ref body);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Permanent_pools_survive_being_disposed()
    {
        WorkerPool.Serial.Dispose();
        WorkerPool.Shared.Dispose();
        var runs = new int[5];
        var body = new Count(runs);
        WorkerPool.Shared.For(5, ref body);
        WorkerPool.Serial.For(5, ref body);
        Assert.All(runs, count => Assert.Equal(2, count));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));
    }
}
