using System.Numerics;
using System.Runtime.CompilerServices;
using Adjoint.Kernels.Simd;

namespace Adjoint.Kernels.Elementwise;

/// <summary>x.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct CopyOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => x;
}

/// <summary>−x.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct NegateOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Negate(x);
}

/// <summary>|x|.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct AbsOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Abs(x);
}

/// <summary>x where it is not below zero, else 0; not-a-number stays.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct ReluOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.ConditionalSelect(TVector.GreaterThan(TVector.Zero, x), TVector.Zero, x);
}

/// <summary>1 where x is above zero, else 0 (also for not-a-number).</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct StepOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.ConditionalSelect(TVector.GreaterThan(x, TVector.Zero), TVector.Broadcast(T.One), TVector.Zero);
}

/// <summary>1 where x is above zero, −1 where it is below, else x (zero and not-a-number).</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct SignOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.ConditionalSelect(
            TVector.GreaterThan(x, TVector.Zero),
            TVector.Broadcast(T.One),
            TVector.ConditionalSelect(TVector.GreaterThan(TVector.Zero, x), TVector.Broadcast(T.NegativeOne), x));
}

/// <summary>x².</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct SquareOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Multiply(x, x);
}

/// <summary>1 / x.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct ReciprocalOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Divide(TVector.Broadcast(T.One), x);
}

/// <summary>√x.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct SqrtOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Sqrt(x);
}

/// <summary>eˣ, within a few units in the last place.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct ExpOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => VectorFunctions.Exp<T, TVector>(x);
}

/// <summary>The natural logarithm, within a few units in the last place.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct LogOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Log(x);
}

/// <summary>The largest whole number not above x.</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct FloorOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Floor(x);
}

/// <summary>1 / (1 + e⁻ˣ).</summary>
/// <typeparam name="T">float or double.</typeparam>
public readonly struct SigmoidOperator<T> : IUnaryOperator<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Invoke<TVector>(TVector x)
        where TVector : unmanaged, ISimd<TVector, T> => TVector.Divide(
            TVector.Broadcast(T.One), TVector.Add(TVector.Broadcast(T.One), VectorFunctions.Exp<T, TVector>(TVector.Negate(x))));
}
