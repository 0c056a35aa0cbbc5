using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Adjoint.Kernels.Simd;

/// <summary>Chooses the register width for a kernel: the one place where the library asks what the processor can do.</summary>
public static class SimdDispatch
{
    /// <summary>Runs a kernel with the widest registers that this processor computes with.</summary>
    /// <typeparam name="T">The number in a lane: float or double.</typeparam>
    /// <typeparam name="TKernel">The kernel.</typeparam>
    /// <param name="kernel">The kernel and its arguments.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(ref TKernel kernel)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ISimdKernel<T> => Run<T, TKernel>(ref kernel, int.MaxValue);

    /// <summary>
    /// Runs a kernel with the widest registers that have at most <paramref name="length"/> lanes, so that a loop that
    /// finishes with a register overlapping the one before always has room for one.
    /// </summary>
    /// <typeparam name="T">The number in a lane: float or double.</typeparam>
    /// <typeparam name="TKernel">The kernel.</typeparam>
    /// <param name="kernel">The kernel and its arguments.</param>
    /// <param name="length">Numbers the kernel works on.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<T, TKernel>(ref TKernel kernel, nint length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TKernel : struct, ISimdKernel<T>
    {
        if (Vector512.IsHardwareAccelerated && length >= Vector512<T>.Count) kernel.Run<Simd512<T>>();
        else if (Vector256.IsHardwareAccelerated && length >= Vector256<T>.Count) kernel.Run<Simd256<T>>();
        else if (Vector128.IsHardwareAccelerated && length >= Vector128<T>.Count) kernel.Run<Simd128<T>>();
        else kernel.Run<SimdScalar<T>>();
    }
}
