namespace Adjoint.Operators.Solvers;

/// <summary>Options of <see cref="Lsqr"/>: the three stopping rules of Paige and Saunders 1982, section 6.</summary>
/// <remarks>
/// <see cref="SolverOptions.Tolerance"/> is their atol: the relative error that A is known to have. It stops where <c>‖Ãᵀ r̃‖ ≤ atol ‖Ã‖ ‖r̃‖</c>, with Ã and r̃ those of the
/// problem with its ridge, and for ‖Ã‖ the estimate of the Frobenius norm that grows from step to step.
/// </remarks>
public sealed record LsqrOptions : SolverOptions
{
    /// <summary>Their btol, the relative error that b is known to have; 0 or more. It stops where <c>‖r̃‖ ≤ btol ‖b‖ + atol ‖Ã‖ ‖x‖</c>, as it does where A x = b can be met.</summary>
    public double TargetTolerance { get; init; } = 1e-10;

    /// <summary>Their conlim: it stops where its estimate of the condition number exceeds this, before tiny singular values spoil the solution. None if +∞.</summary>
    public double MostCondition { get; init; } = double.PositiveInfinity;

    private protected override void CheckOwn()
    {
        RequireNotNegative(TargetTolerance, "The target's tolerance", nameof(TargetTolerance));
        if (!(MostCondition >= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(MostCondition), MostCondition, "The most condition number must be at least 1; +∞ for none.");
        }
    }
}
