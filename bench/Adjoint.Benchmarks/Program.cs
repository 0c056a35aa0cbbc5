// Times the library on the workloads of the comparison with other engines and prints one JSON object a line:
// {"workload":"seednet-train","engine":"adjoint","medianMs":4.1,"minMs":3.9,"gigaflops":160}
// Usage: Adjoint.Benchmarks [WORKLOAD-PREFIX]
// With "correlations" instead it prints what each form of the correlation reaches on one core, layer by layer.
using System.Diagnostics;
using Adjoint.Benchmarks;
using Adjoint.Kernels.Parallel;

string only = args.Length > 0 ? args[0] : "";
if (only == "correlations")
{
    CorrelationForms.Print();
    return;
}

int threads = int.TryParse(Environment.GetEnvironmentVariable("THREADS"), out int wanted) ? wanted : 2;
using WorkerPool workers = new(threads);
foreach (Workload workload in Workloads.All.Where(workload => workload.Name.StartsWith(only, StringComparison.Ordinal)))
{
    Action step = workload.Prepare(workers);

    // Tiered compilation reaches its last tier in the background: run until it has had time to.
    long start = Stopwatch.GetTimestamp();
    while (Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(2))
    {
        step();
    }

    double[] times = new double[workload.Runs];
    for (int i = 0; i < times.Length; i++)
    {
        start = Stopwatch.GetTimestamp();
        step();
        times[i] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    Array.Sort(times);
    double median = times[times.Length / 2];
    Console.WriteLine(FormattableString.Invariant(
        $"{{\"workload\":\"{workload.Name}\",\"engine\":\"adjoint\",\"medianMs\":{median:F3},\"minMs\":{times[0]:F3},\"gigaflops\":{2e-6 * workload.MultiplyAdds / median:F1}}}"));
}
