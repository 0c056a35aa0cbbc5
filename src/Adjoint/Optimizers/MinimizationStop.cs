namespace Adjoint.Optimizers;

/// <summary>Why a minimisation stopped.</summary>
public enum MinimizationStop
{
    /// <summary>The gradient's norm is at most the tolerance.</summary>
    GradientSmall,

    /// <summary>As many iterations as allowed were made.</summary>
    IterationLimit,

    /// <summary>The objective was evaluated as often as allowed.</summary>
    EvaluationLimit,

    /// <summary>Not even along the negative gradient was a better point found: rounding hides any progress, or the gradient is not that of the value.</summary>
    NoProgress,
}
