using Adjoint.Kernels.Parallel;
using Adjoint.Tensors;

namespace Adjoint.Graph;

/// <summary>A value in memory as a kernel sees it.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="Memory">The elements.</param>
/// <param name="Shape">The logical shape.</param>
/// <param name="Layout">The order of the axes in memory.</param>
public readonly record struct Operand<T>(Memory<T> Memory, Shape Shape, Layout Layout)
    where T : unmanaged
{
    /// <summary>The elements in memory order.</summary>
    public Span<T> Span => Memory.Span;
}

/// <summary>Everything that a kernel needs for one execution.</summary>
/// <typeparam name="T">float or double.</typeparam>
/// <param name="arguments">The arguments.</param>
/// <param name="result">Where the result goes; its old contents are undefined.</param>
/// <param name="scratch">Working memory of the length that the primitive asked for; contents undefined.</param>
/// <param name="workers">Threads to share the work among; the result must not depend on how many there are.</param>
public readonly struct KernelCall<T>(Operand<T>[] arguments, Operand<T> result, Memory<T> scratch, WorkerPool workers)
    where T : unmanaged
{
    /// <summary>The arguments. Only elementwise kernels may be given a result that is one of them.</summary>
    public ReadOnlySpan<Operand<T>> Arguments => ArgumentArray;

    /// <summary>The result.</summary>
    public Operand<T> Result { get; } = result;

    /// <summary>Working memory.</summary>
    public Memory<T> Scratch { get; } = scratch;

    /// <summary>Threads to share the work among.</summary>
    public WorkerPool Workers { get; } = workers;

    /// <summary>The arguments in a form that a parallel body can hold.</summary>
    internal Operand<T>[] ArgumentArray { get; } = arguments;
}
