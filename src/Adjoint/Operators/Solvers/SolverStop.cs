namespace Adjoint.Operators.Solvers;

/// <summary>Why a solver stopped.</summary>
public enum SolverStop
{
    /// <summary>The gradient of what is minimised is as small as was asked for.</summary>
    GradientSmall,

    /// <summary>The residual is as small as the target's error.</summary>
    ResidualSmall,

    /// <summary>As many iterations as allowed were made.</summary>
    IterationLimit,

    /// <summary>The estimate of the condition number exceeds what is allowed.</summary>
    ConditionLimit,

    /// <summary>A direction was found along which the map is not positive, so that conjugate gradients for positive definite maps do not apply.</summary>
    NotPositiveDefinite,

    /// <summary>The next step would be lost in rounding.</summary>
    NoProgress,
}
