using Adjoint.Kernels.Parallel;

namespace Adjoint.Benchmarks;

/// <summary>Work that is timed as a whole.</summary>
/// <param name="Name">Its name, the same in all engines.</param>
/// <param name="Runs">Timed repetitions; the median counts.</param>
/// <param name="MultiplyAdds">Multiply-adds of one repetition by the definition of its operations, whatever the kernels save of them.</param>
/// <param name="Prepare">Makes what is repeated.</param>
internal sealed record Workload(string Name, int Runs, double MultiplyAdds, Func<WorkerPool, Action> Prepare);
