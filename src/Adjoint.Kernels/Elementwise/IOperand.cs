using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>Where a loop takes an operand from: a span, or one number for all places.</summary>
internal unsafe interface IOperand<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The register of operands from <paramref name="index"/> on.</summary>
    static abstract TVector Read<TVector>(T* operand, nint index) where TVector : unmanaged, ISimd<TVector, T>;
}

/// <summary>Consecutive numbers.</summary>
internal readonly unsafe struct SpanOperand<T> : IOperand<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read<TVector>(T* operand, nint index)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Load(operand + index);
}

/// <summary>One number.</summary>
internal readonly unsafe struct ScalarOperand<T> : IOperand<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Read<TVector>(T* operand, nint index)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Broadcast(*operand);
}
