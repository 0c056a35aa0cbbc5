namespace Adjoint.Kernels.Simd;

/// <summary>
/// A whole number as a type. A method that takes one as a type argument is compiled for that number alone: tests of it
/// vanish, and of a tile written for the largest shape only the wanted accumulators remain.
/// </summary>
public interface IConstant
{
    /// <summary>The number.</summary>
    static abstract int Value { get; }
}

/// <summary>The number 1.</summary>
public readonly struct One : IConstant
{
    /// <inheritdoc/>
    public static int Value => 1;
}

/// <summary>The number 2.</summary>
public readonly struct Two : IConstant
{
    /// <inheritdoc/>
    public static int Value => 2;
}

/// <summary>The number 3.</summary>
public readonly struct Three : IConstant
{
    /// <inheritdoc/>
    public static int Value => 3;
}

/// <summary>The number 4.</summary>
public readonly struct Four : IConstant
{
    /// <inheritdoc/>
    public static int Value => 4;
}

/// <summary>The number 5.</summary>
public readonly struct Five : IConstant
{
    /// <inheritdoc/>
    public static int Value => 5;
}

/// <summary>The number 6.</summary>
public readonly struct Six : IConstant
{
    /// <inheritdoc/>
    public static int Value => 6;
}

/// <summary>The number 7.</summary>
public readonly struct Seven : IConstant
{
    /// <inheritdoc/>
    public static int Value => 7;
}

/// <summary>The number 8.</summary>
public readonly struct Eight : IConstant
{
    /// <inheritdoc/>
    public static int Value => 8;
}

/// <summary>The number 12.</summary>
public readonly struct Twelve : IConstant
{
    /// <inheritdoc/>
    public static int Value => 12;
}
