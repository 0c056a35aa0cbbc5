namespace Adjoint.Graph;

/// <summary>How a primitive depends on one of its arguments while the others stay fixed.</summary>
public enum Dependence
{
    /// <summary>
    /// Linear: f(αu + βv) = α f(u) + β f(v), the others being zero where the primitive is linear in several together (a sum).
    /// The primitive states the adjoint.
    /// </summary>
    Linear,

    /// <summary>Nonlinear, differentiable almost everywhere. The primitive states its linearisation.</summary>
    Nonlinear,

    /// <summary>Piecewise constant (a comparison, a step): the derivative is zero wherever it exists, and is taken as zero elsewhere.</summary>
    LocallyConstant,
}
