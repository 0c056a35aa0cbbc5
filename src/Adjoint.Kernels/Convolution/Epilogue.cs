using System.Numerics;

namespace Adjoint.Kernels.Convolution;

/// <summary>What a correlation does to each sum before it writes it: add a bias, then let through or cut off.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly ref struct Epilogue<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>One number for each output channel, added to its sums; empty for none.</summary>
    public ReadOnlySpan<T> Bias { get; init; }

    /// <summary>Replace what is below zero by zero; not-a-number stays. Not together with <see cref="Gate"/>.</summary>
    public bool Relu { get; init; }

    /// <summary>
    /// Numbers laid out like the result: a result is kept where its gate is above zero and is zero elsewhere; empty for
    /// none. With the output of a ReLU as gate this is the ReLU's adjoint. Not together with <see cref="Relu"/>.
    /// </summary>
    public ReadOnlySpan<T> Gate { get; init; }
}
