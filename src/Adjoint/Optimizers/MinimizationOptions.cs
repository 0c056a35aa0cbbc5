namespace Adjoint.Optimizers;

/// <summary>When a minimisation stops, and how much it remembers.</summary>
public sealed record MinimizationOptions
{
    /// <summary>The pairs of steps and changes of gradient that stand for the Hessian (Nocedal and Wright's m, where 3 to 20 serve well); at least 1.</summary>
    public int History { get; init; } = 10;

    /// <summary>It is done where the gradient's Euclidean norm is at most this; 0 or more.</summary>
    public double GradientTolerance { get; init; } = 1e-6;

    /// <summary>The most iterations; 0 or more.</summary>
    public int MaximumIterations { get; init; } = 1000;

    /// <summary>The most evaluations of the objective; at least 1.</summary>
    public int MaximumEvaluations { get; init; } = 10_000;

    internal void Check()
    {
        Settings.Require(History >= 1, History, "The history must be at least one step.", nameof(History));
        Settings.RequireNotNegative(GradientTolerance, "The gradient's tolerance", nameof(GradientTolerance));
        Settings.Require(MaximumIterations >= 0, MaximumIterations, "The most iterations must be 0 or more.", nameof(MaximumIterations));
        Settings.Require(MaximumEvaluations >= 1, MaximumEvaluations, "The most evaluations must be at least 1.", nameof(MaximumEvaluations));
    }
}
