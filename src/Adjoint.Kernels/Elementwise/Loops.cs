using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>
/// The loop of every function of one number. The length is rarely a multiple of the register, so the last register ends
/// with the span and overlaps the one before. It is computed first and written last: if the result takes the place of
/// the operand, its operands would otherwise have been overwritten already.
/// </summary>
internal unsafe struct UnaryLoop<T, TOperator> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TOperator : struct, IUnaryOperator<T>
{
    internal T* X;
    internal T* Result;
    internal nint Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* x = X, result = Result;
        nint last = Length - TVector.Count;
        TVector end = TOperator.Invoke(TVector.Load(x + last));
        for (nint i = 0; i < last; i += TVector.Count) TVector.Store(TOperator.Invoke(TVector.Load(x + i)), result + i);
        TVector.Store(end, result + last);
    }
}

/// <summary>The loop of every function of two numbers; see <see cref="UnaryLoop{T, TOperator}"/> for its end.</summary>
internal unsafe struct BinaryLoop<T, TOperator, TLeft, TRight> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TOperator : struct, IBinaryOperator<T>
    where TLeft : struct, IOperand<T>
    where TRight : struct, IOperand<T>
{
    internal T* X;
    internal T* Y;
    internal T* Result;
    internal nint Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* x = X, y = Y, result = Result;
        nint last = Length - TVector.Count;
        TVector end = TOperator.Invoke(TLeft.Read<TVector>(x, last), TRight.Read<TVector>(y, last));
        for (nint i = 0; i < last; i += TVector.Count)
            TVector.Store(TOperator.Invoke(TLeft.Read<TVector>(x, i), TRight.Read<TVector>(y, i)), result + i);
        TVector.Store(end, result + last);
    }
}

/// <summary>y = y + a · x; see <see cref="UnaryLoop{T, TOperator}"/> for its end.</summary>
internal unsafe struct AddScaledLoop<T> : ISimdKernel<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    internal T A;
    internal T* X;
    internal T* Y;
    internal nint Length;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public readonly void Run<TVector>()
        where TVector : unmanaged, ISimd<TVector, T>
    {
        T* x = X, y = Y;
        TVector a = TVector.Broadcast(A);
        nint last = Length - TVector.Count;
        TVector end = TVector.MultiplyAdd(a, TVector.Load(x + last), TVector.Load(y + last));
        for (nint i = 0; i < last; i += TVector.Count)
            TVector.Store(TVector.MultiplyAdd(a, TVector.Load(x + i), TVector.Load(y + i)), y + i);
        TVector.Store(end, y + last);
    }
}
