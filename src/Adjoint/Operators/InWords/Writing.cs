namespace Adjoint.Operators.InWords;

/// <summary>How a correlation stands in a graph. Of several names for one map the one is taken that it was written with.</summary>
internal enum Writing
{
    /// <summary>As an adjoint, which has no name of its own.</summary>
    Adjoint,

    /// <summary>As a convolution: its kernel is flipped.</summary>
    Convolution,

    /// <summary>As a correlation.</summary>
    Correlation,
}
