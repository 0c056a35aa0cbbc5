namespace Adjoint.Operators.InWords;

/// <summary>The three parts that meet in a correlation: the map takes the argument to the result, and the third is fixed.</summary>
internal enum Part
{
    /// <summary>What the map is applied to.</summary>
    Argument,

    /// <summary>What it is given by: a kernel, or a picture where the map takes kernels.</summary>
    Fixed,

    /// <summary>What comes out.</summary>
    Result,
}
