using Adjoint.Kernels.Parallel;

namespace Adjoint.Operators.Solvers;

/// <summary>When a solver stops, and what it adds to the problem.</summary>
public record SolverOptions
{
    /// <summary>How small the gradient of what is minimised must become, relative to what the solver measures it against; 0 or more.</summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most iterations; 0 or more.</summary>
    public int MostIterations { get; init; } = 1000;

    /// <summary>
    /// The ridge ρ of Tikhonov: <c>‖b − A x‖² + ρ‖x‖²</c> is minimised; 0 or more. Of an equation <c>A x = b</c> with a positive definite A it makes <c>(A + ρ I) x = b</c>.
    /// </summary>
    public double Ridge { get; init; }

    /// <summary>Threads; all cores if left out. The result does not depend on how many there are.</summary>
    public WorkerPool? Workers { get; init; }

    /// <summary>Told after each iteration.</summary>
    public IProgress<SolverProgress>? Progress { get; init; }

    private protected virtual void CheckOwn()
    {
    }

    internal void Check()
    {
        RequireNotNegative(Tolerance, "The tolerance", nameof(Tolerance));
        RequireNotNegative(Ridge, "The ridge", nameof(Ridge));
        if (MostIterations < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(MostIterations), MostIterations, "The most iterations must be 0 or more.");
        }

        CheckOwn();
    }

    private protected static void RequireNotNegative(double value, string name, string parameter)
    {
        if (!(value >= 0) || !double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(parameter, value, $"{name} must be a number from 0 on.");
        }
    }
}
