namespace Adjoint.Analysis.Convergence;

/// <summary>What gradient descent with a fixed step is promised to reach.</summary>
public enum DescentGuarantee
{
    /// <summary>Neither was proven or refuted.</summary>
    Unknown,

    /// <summary>
    /// For every value of the other variables there is a finite L such that descent from every start, with every fixed step below 2/L, brings the loss to its infimum, which is above −∞.
    /// </summary>
    GlobalMinimum,

    /// <summary>For some value of the other variables there is a start from which descent does not bring the loss to its infimum, or there is no infimum.</summary>
    NoGuarantee,
}
